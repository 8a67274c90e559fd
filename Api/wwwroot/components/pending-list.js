// Messages on their way, below the others. One that has come back as an event already is not shown twice.
import { avatar, el, icon, me } from "./dom.js";

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("./message-item.js").Message} Message */

const CLOCKS_DIFFER = 5000;

/** @param {HTMLElement} list @param {import("./outbox.js").Outbox} outbox @param {Message[]} messages those that are shown */
export function showPending(list, outbox, messages) {
  const arrived = messages.filter(message => message.author.id === me().id).slice(-20);
  const entries = outbox.entries.filter(entry => !arrived.some(message => isSame(message, entry)));
  list.replaceChildren(...entries.map(entry => render(entry, outbox)));
}

/** @param {Message} message @param {Entry} entry */
const isSame = (message, entry) =>
  message.text === entry.body.text && Date.parse(message.sentAt) >= Date.parse(entry.at) - CLOCKS_DIFFER;

/** @param {Entry} entry @param {import("./outbox.js").Outbox} outbox */
function render(entry, outbox) {
  const state = { sending: "Sending…", waiting: "Waiting for the connection…", failed: entry.problem }[entry.state];
  return el(
    "li",
    { class: `message pending ${entry.state}`, "data-key": entry.key },
    avatar(me()),
    el(
      "div",
      { class: "message-body" },
      el(
        "p",
        { class: "message-head" },
        el("span", { class: "person" }, me().name),
        " ",
        el("span", { class: "message-state", role: entry.state === "failed" ? "alert" : null }, state),
      ),
      el("p", { class: "plain" }, entry.body.text),
      entry.state === "failed" &&
        el(
          "p",
          { class: "row" },
          el("button", { type: "button", class: "small", onclick: () => outbox.retry(entry.key) }, icon("retry"), "Try again"),
          el("button", { type: "button", class: "small quiet", onclick: () => outbox.discard(entry.key) }, "Discard"),
        ),
    ),
  );
}
