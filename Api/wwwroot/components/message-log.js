// The messages of a room on the page: what is known, in order, and the list that shows it.
import { day, el } from "./dom.js";
import { renderMessage } from "./message-item.js";

/** @typedef {import("./message-item.js").Message} Message */

const MOST = 400;
const NEAR_BOTTOM = 80;

export class MessageLog {
  /** Oldest first. @type {Message[]} */ messages = [];

  /** @param {HTMLElement} scroller the part that scrolls @param {HTMLOListElement} list @param {import("./message-item.js").MessageActions} actions */
  constructor(scroller, list, actions) {
    this.scroller = scroller;
    this.list = list;
    this.actions = actions;
    // What comes above or below (who is here, a keyboard) takes room: whoever reads the newest goes on reading the newest.
    let sticks = true;
    scroller.addEventListener("scroll", () => (sticks = this.isAtBottom), { passive: true });
    new ResizeObserver(() => sticks && this.toBottom()).observe(scroller);
  }

  get newest() {
    return this.messages[this.messages.length - 1]?.sequence ?? 0;
  }

  get oldest() {
    return this.messages[0]?.sequence ?? 0;
  }

  get isAtBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }

  /** @param {string} id */
  find(id) {
    return this.messages.find(message => message.id === id);
  }

  /** @param {Message[]} messages */
  replaceAll(messages) {
    this.messages = messages;
    this.list.replaceChildren(...this.#render(messages, undefined));
    this.toBottom();
  }

  /** Adds those that are not there yet; answers how many those are. @param {Message[]} messages */
  append(messages) {
    const known = new Set(this.messages.slice(-200).map(message => message.sequence));
    const fresh = messages.filter(message => message.sequence >= this.oldest && !known.has(message.sequence));
    if (fresh.length === 0) return 0;
    const stays = !this.isAtBottom;
    if (fresh[0].sequence > this.newest) {
      const before = this.messages[this.messages.length - 1];
      this.messages.push(...fresh);
      this.list.append(...this.#render(fresh, before));
    } else {
      // The answer to one's own message may be here before the event of the message in front of it.
      this.messages = [...this.messages, ...fresh].sort((one, other) => one.sequence - other.sequence);
      this.list.replaceChildren(...this.#render(this.messages, undefined));
    }
    if (!stays) {
      this.#trim();
      this.toBottom();
    }
    return fresh.length;
  }

  /** Older ones; what is read stays where it is. @param {Message[]} messages oldest first */
  prepend(messages) {
    const older = messages.filter(message => message.sequence < this.oldest);
    if (older.length === 0) return;
    const fromBottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    const first = this.messages[0];
    this.messages.unshift(...older);
    this.#dayBefore(first)?.remove();
    this.list.querySelector(`[data-id="${first.id}"]`)?.remove();
    this.list.prepend(...this.#render([...older, first], undefined));
    this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
  }

  /** @param {string} id @param {(message: Message) => Message} change */
  change(id, change) {
    const index = this.messages.findIndex(message => message.id === id);
    if (index < 0) return;
    const stays = !this.isAtBottom;
    this.messages[index] = change(this.messages[index]);
    this.list.querySelector(`[data-id="${id}"]`)?.replaceWith(renderMessage(this.messages[index], this.messages[index - 1], this.actions));
    if (!stays) this.toBottom();
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** A busy room would fill the page: the oldest go, and come back when someone scrolls. */
  #trim() {
    if (this.messages.length <= MOST + 100) return;
    this.messages = this.messages.slice(-MOST);
    this.list.replaceChildren(...this.#render(this.messages, undefined));
  }

  /** @param {Message[]} messages @param {Message | undefined} before */
  #render(messages, before) {
    /** @type {HTMLElement[]} */ const rows = [];
    for (const message of messages) {
      if (!before || new Date(before.sentAt).toDateString() !== new Date(message.sentAt).toDateString()) {
        rows.push(el("li", { class: "day", "data-before": message.id }, el("span", {}, day(message.sentAt))));
      }
      rows.push(renderMessage(message, before, this.actions));
      before = message;
    }
    return rows;
  }

  /** @param {Message} message */
  #dayBefore(message) {
    return this.list.querySelector(`.day[data-before="${message.id}"]`);
  }
}
