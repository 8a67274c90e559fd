// The place to write in: grows with the text, keeps a draft over reloads, Enter sends.

/**
 * @typedef {object} ComposerOptions
 * @property {string} draftKey  where the draft is kept for this tab
 * @property {(text: string) => void} onSend
 * @property {() => void} [onTyping]  at most every two seconds while someone types
 * @property {() => void} [onCancel]  Escape
 * @property {() => void} [onEditLast]  arrow up in an empty field
 * @property {boolean} [sendsOnEnter]
 */

const TYPING_EVERY = 2000;

/** Takes over a server-rendered form with one textarea. */
export class Composer {
  #typedAt = 0;
  /** What stood in the field before something else was put there (an edit). @type {string | null} */ #aside = null;

  /** @param {HTMLFormElement} form @param {ComposerOptions} options */
  constructor(form, options) {
    this.form = form;
    this.options = options;
    this.field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.field.required = false;
    this.field.value = sessionStorage.getItem(options.draftKey) ?? this.field.value;
    form.addEventListener("submit", event => {
      event.preventDefault();
      this.#send();
    });
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", event => this.#pressed(event));
    this.#grow();
  }

  /** Shows another text (that of a message to edit); the draft comes back with `restore`. @param {string} text */
  borrow(text) {
    this.#aside ??= this.field.value;
    this.#show(text);
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  restore() {
    if (this.#aside !== null) this.#show(this.#aside);
    this.#aside = null;
  }

  get text() {
    return this.field.value.trim();
  }

  #send() {
    const text = this.text;
    if (!text) return;
    this.options.onSend(text);
    this.field.focus();
  }

  /** The text is in safe hands: empties the field and the draft. */
  clear() {
    this.#show("");
    if (this.#aside === null) sessionStorage.removeItem(this.options.draftKey);
  }

  #typed() {
    this.#grow();
    if (this.#aside === null) sessionStorage.setItem(this.options.draftKey, this.field.value);
    const now = performance.now();
    if (this.text && this.options.onTyping && (this.#typedAt === 0 || now - this.#typedAt >= TYPING_EVERY)) {
      this.#typedAt = now;
      this.options.onTyping();
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing) return;
    const wantsToSend = event.key === "Enter" && (this.options.sendsOnEnter ? !event.shiftKey : event.ctrlKey || event.metaKey);
    if (wantsToSend) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") {
      this.options.onCancel?.();
    } else if (event.key === "ArrowUp" && !this.field.value && this.options.onEditLast) {
      event.preventDefault();
      this.options.onEditLast();
    }
  }

  /** @param {string} text */
  #show(text) {
    this.field.value = text;
    this.#typedAt = 0;
    this.#grow();
  }

  /** Where the browser cannot size the field to its content by itself. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.rows = Math.min(8, Math.max(1, this.field.value.split("\n").length));
  }
}
