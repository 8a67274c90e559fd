// <lms-board board="ID">: the top of a leaderboard, and one's own place, as they change. The server renders both into it at first.
import { call } from "./api.js";
import { el, me } from "./dom.js";
import { live } from "./live.js";

/** @typedef {{ rank: number, learnerId?: string, name: string, value: number }} Ranked */

/** Places shown above and below one's own. */
const SPAN = 2;

/** How long changes gather before one's own place is asked for again, in milliseconds. */
const PAUSE = 2000;

class LmsBoard extends HTMLElement {
  /** @type {(() => void) | null} */ #leave = null;
  #asking = false;

  connectedCallback() {
    this.#leave ??= live.subscribe(`board/${this.getAttribute("board")}`, {
      onSnapshot: board => this.#show(board),
      onEvents: events => this.#show(events[events.length - 1].data),
      onRevoked: () => this.#leave?.(),
    });
  }

  disconnectedCallback() {
    this.#leave?.();
    this.#leave = null;
  }

  /** @param {{ total: number, items: Ranked[] }} board */
  #show({ total, items }) {
    this.#part("total").textContent = String(total);
    this.#part("empty").hidden = items.length > 0;
    this.#part("items").replaceChildren(...items.map(row));
    this.dataset.live = "";
    if (items.some(isMe)) this.#part("mine").hidden = true;
    else void this.#showMine();
  }

  /** Asks for one's own place once for all changes of a while. */
  async #showMine() {
    if (this.#asking) return;
    this.#asking = true;
    await new Promise(resolve => setTimeout(resolve, PAUSE));
    this.#asking = false;
    if (!this.isConnected) return;
    try {
      const board = this.getAttribute("board");
      const own = (await call("GET", "/me/leaderboards")).items.find((/** @type {{ board: string, rank?: number }} */ place) => place.board === board);
      const around = own?.rank ? (await call("GET", `/leaderboards/${board}/around/me?span=${SPAN}`)).items : [];
      this.#part("around").replaceChildren(...around.map(row));
      this.#part("mine").hidden = around.length === 0;
    } catch {
      // The server is away, or one has just left the board: what is shown stays until it changes again.
    }
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {Ranked} ranked */
const isMe = ({ learnerId }) => learnerId === me().id;

/** The same as BoardRow.razor. @param {Ranked} ranked */
const row = ranked =>
  el(
    "li",
    { class: "list-item", "data-rank": ranked.rank, "aria-current": isMe(ranked) ? "true" : null },
    el("span", { class: "rank" }, String(ranked.rank)),
    el("div", {}, ranked.learnerId ? el("a", { class: "person", href: `/learners/${ranked.learnerId}` }, ranked.name) : el("span", {}, ranked.name)),
    el("span", { class: isMe(ranked) ? "badge strong" : "badge" }, String(ranked.value)),
  );

customElements.define("lms-board", LmsBoard);
