// <lms-kudos learner="ID">: a learner's kudos, which come by themselves. The server renders the first ones, and the form, into it.
import { call, sentence } from "./api.js";
import { ago, el, icon, me, personLink, time } from "./dom.js";
import { live } from "./live.js";

/** @typedef {{ id: string, from: import("./dom.js").Person, reason: string, skill?: string, at: string }} Kudos */

/** How many are shown; as many as a snapshot has. */
const SHOWN = 20;

const ERASED = { id: "erased", name: "Erased learner" };

class LmsKudos extends HTMLElement {
  /** @type {(() => void) | null} */ #leave = null;
  /** @type {Kudos[]} */ #items = [];
  #received = 0;

  connectedCallback() {
    this.#leave ??= live.subscribe(`kudos/${this.getAttribute("learner")}`, {
      onSnapshot: snapshot => this.#show(snapshot.items, snapshot.received),
      onEvents: events => events.forEach(event => this.#apply(event)),
      onRevoked: () => this.#leave?.(),
    });
  }

  disconnectedCallback() {
    this.#leave?.();
    this.#leave = null;
  }

  /** @param {import("./live.js").LiveEvent} event */
  #apply({ type, data }) {
    if (type === "kudos-received") this.#show([data.kudos, ...this.#items], this.#received + 1);
    else if (type === "kudos-taken-back") this.#show(this.#items.filter(kudos => kudos.id !== data.kudosId), this.#received - 1);
    else if (type === "kudos-giver-erased") {
      this.#show(this.#items.map(kudos => (kudos.from.id === data.learnerId ? { ...kudos, from: ERASED, reason: "" } : kudos)), this.#received);
    }
  }

  /** @param {Kudos} kudos */
  #mayTakeBack(kudos) {
    return me().id === kudos.from.id || me().id === this.getAttribute("learner");
  }

  /** It goes from the list when the stream says so. @param {Kudos} kudos */
  async #takeBack(kudos) {
    if (!confirm("Take this kudos back?")) return;
    try {
      await call("DELETE", `/learners/${this.getAttribute("learner")}/kudos/${encodeURIComponent(kudos.id)}`);
    } catch (error) {
      /** @type {HTMLElement} */ (this.querySelector('[data-part="notice"]')).textContent = sentence(error);
    }
  }

  /** @param {Kudos[]} items @param {number} received */
  #show(items, received) {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
    this.#items = items.slice(0, SHOWN);
    this.#received = received;
    part("count").textContent = String(received);
    part("empty").hidden = this.#items.length > 0;
    part("items").replaceChildren(...this.#items.map(kudos => item(kudos, this.#mayTakeBack(kudos) && (() => void this.#takeBack(kudos)))));
    this.dataset.live = "";
  }
}

/** @param {Kudos} kudos @param {(() => void) | false} takeBack */
const item = (kudos, takeBack) =>
  el(
    "li",
    { "data-id": kudos.id },
    el("p", { class: "plain" }, kudos.reason),
    el(
      "p",
      { class: "meta row" },
      kudos.from.id === ERASED.id ? kudos.from.name : personLink(kudos.from),
      kudos.skill ? el("span", { class: "badge" }, kudos.skill) : null,
      time(kudos.at, ago),
      takeBack && el("button", { type: "button", class: "quiet", "aria-label": "Take back", title: "Take back", onclick: takeBack }, icon("trash")),
    ),
  );

customElements.define("lms-kudos", LmsKudos);
