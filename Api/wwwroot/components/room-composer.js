// Writing in a room: a new message, an answer to one, another text for one of one's own.
import { call, newKey, sentence } from "./api.js";
import { Composer } from "./composer.js";
import { el, icon, me } from "./dom.js";
import { live } from "./live.js";
import { excerpt } from "./message-item.js";

/**
 * @typedef {import("./message-item.js").Message} Message
 * @typedef {object} RoomComposerOptions
 * @property {import("./outbox.js").Outbox} outbox
 * @property {() => Message | undefined} lastOfMine
 * @property {(message: Message) => void} onEdited
 * @property {() => void} onSent
 * @property {(problem: string) => void} onProblem
 */

export class RoomComposer {
  /** @type {{ kind: "reply" | "edit", message: Message } | null} */ #about = null;

  /** @param {string} roomId @param {HTMLFormElement} form @param {RoomComposerOptions} options */
  constructor(roomId, form, options) {
    this.path = `/rooms/${roomId}/messages`;
    this.form = form;
    this.options = options;
    this.composer = new Composer(form, {
      draftKey: `lms-draft/${me().id}/room/${roomId}`,
      sendsOnEnter: true,
      onSend: text => void this.#send(text),
      onTyping: () => live.typing(roomId),
      onCancel: () => this.cancel(),
      onEditLast: () => {
        const last = options.lastOfMine();
        if (last) this.edit(last);
      },
    });
  }

  /** @param {Message} message */
  reply(message) {
    this.#begin({ kind: "reply", message }, `Replying to ${message.author.name}: ${excerpt(message)}`);
    this.composer.field.focus();
  }

  /** @param {Message} message */
  edit(message) {
    this.#begin({ kind: "edit", message }, "Editing your message");
    this.composer.borrow(message.text);
  }

  cancel() {
    if (this.#about?.kind === "edit") this.composer.restore();
    this.#about = null;
    this.form.querySelector(".composer-about")?.remove();
  }

  /** @param {{ kind: "reply" | "edit", message: Message }} about @param {string} label */
  #begin(about, label) {
    this.cancel();
    this.#about = about;
    this.form.prepend(
      el(
        "p",
        { class: "composer-about" },
        icon(about.kind),
        el("span", {}, label),
        el("button", { type: "button", class: "icon-button", "aria-label": "Cancel", onclick: () => this.cancel() }, icon("close")),
      ),
    );
  }

  /** @param {string} text */
  async #send(text) {
    const about = this.#about;
    if (about?.kind === "edit") return this.#saveEdit(about.message, text);
    this.options.outbox.add(this.path, about ? { text, replyTo: about.message.id } : { text });
    this.composer.clear();
    this.cancel();
    this.options.onSent();
  }

  /** @param {Message} message @param {string} text */
  async #saveEdit(message, text) {
    try {
      this.options.onEdited(await call("PATCH", `${this.path}/${message.id}`, { text }, newKey()));
      this.cancel();
    } catch (error) {
      this.options.onProblem(sentence(error));
    }
  }
}
