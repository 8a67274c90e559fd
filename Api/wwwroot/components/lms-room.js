// <lms-room room-id="…">: a room that is alive. The server renders the first messages and a form into it.
import { call, get, newKey, sentence } from "./api.js";
import { count, el, enumerate, me } from "./dom.js";
import { live } from "./live.js";
import { MessageLog } from "./message-log.js";
import { Outbox } from "./outbox.js";
import { showPending } from "./pending-list.js";
import { RoomComposer } from "./room-composer.js";
import { applyToMessage } from "./room-events.js";

/**
 * @typedef {import("./dom.js").Person} Person
 * @typedef {import("./message-item.js").Message} Message
 * @typedef {import("./live.js").LiveEvent} LiveEvent
 */

const TYPING_LASTS = 6000;
const NOTICE_LASTS = 8000;
const LOAD_OLDER_WITHIN = 300;

class LmsRoom extends HTMLElement {
  /** @type {(() => void) | null} */ #leave = null;

  connectedCallback() {
    if (!this.#leave) this.#leave = new Room(this, this.getAttribute("room-id") ?? "").begin();
  }

  disconnectedCallback() {
    this.#leave?.();
    this.#leave = null;
  }
}

class Room {
  #unseen = 0;
  #isLoading = false;
  #hasOlder = true;
  #markedRead = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typingTimer;

  /** @param {HTMLElement} host @param {string} roomId */
  constructor(host, roomId) {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (host.querySelector(`[data-part="${name}"]`));
    this.host = host;
    this.path = `/rooms/${roomId}`;
    this.stream = `room/${roomId}`;
    this.scroller = part("log");
    this.pending = part("pending");
    this.typing = part("typing");
    this.presence = part("presence");
    this.pill = part("pill");
    this.notice = part("notice");
    part("older")?.remove();
    this.outbox = new Outbox(this.stream, {
      onChange: () => this.#showPending(),
      onSent: (_, message) => {
        this.#add([message]);
        this.#showPending();
      },
    });
    const form = host.querySelector("form");
    this.composer = form && this.#compose(roomId, form);
    /** @type {MessageLog} */ this.log = new MessageLog(this.scroller, /** @type {HTMLOListElement} */ (part("messages")), {
      react: (message, emoji) => void this.#react(message, emoji),
      reply: message => this.composer?.reply(message),
      edit: message => this.composer?.edit(message),
      remove: message => void this.#remove(message),
      find: id => this.log.find(id),
    });
    this.log.toBottom();
  }

  /** Follows the room; answers how to stop. */
  begin() {
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.pill.addEventListener("click", () => this.log.toBottom());
    document.addEventListener("visibilitychange", this.#seen);
    const leave = live.subscribe(this.stream, {
      onSnapshot: snapshot => this.#start(snapshot),
      onEvents: events => this.#apply(events),
      onTick: (type, data) => (type === "typing" ? this.#showTyping(data.learners) : this.#showPresence(data)),
      onRevoked: (_, message) => this.#close(message),
    });
    return () => {
      leave();
      document.removeEventListener("visibilitychange", this.#seen);
    };
  }

  /** @param {string} roomId @param {HTMLFormElement} form */
  #compose(roomId, form) {
    return new RoomComposer(roomId, form, {
      outbox: this.outbox,
      lastOfMine: () => this.log.messages.filter(message => message.author.id === me().id && !message.deletedAt).pop(),
      onEdited: message => this.log.change(message.id, () => message),
      onSent: () => this.log.toBottom(),
      onProblem: problem => this.#say(problem),
    });
  }

  /** @param {{ messages: Message[] }} snapshot */
  #start(snapshot) {
    this.#hasOlder = (snapshot.messages[0]?.sequence ?? 1) > 1;
    this.#unseen = 0;
    this.log.replaceAll(snapshot.messages);
    this.host.dataset.live = "";
    this.outbox.resume();
    this.#showUnseen();
    this.#seen();
  }

  /** @param {LiveEvent[]} events */
  #apply(events) {
    this.#add(events.filter(event => event.type === "message-posted").map(event => event.data.message));
    for (const event of events) {
      if (event.type !== "message-posted" && event.data.id) this.log.change(event.data.id, message => applyToMessage(message, event));
    }
  }

  /** @param {Message[]} messages */
  #add(messages) {
    const wasAtBottom = this.log.isAtBottom;
    const added = this.log.append(messages);
    if (added === 0) return;
    if (!wasAtBottom) this.#unseen += messages.slice(-added).filter(message => message.author.id !== me().id).length;
    this.#showPending();
    this.#showUnseen();
    this.#seen();
  }

  #showPending() {
    const stays = !this.log.isAtBottom;
    showPending(this.pending, this.outbox, this.log.messages);
    if (!stays) this.log.toBottom();
  }

  /** @param {Message} message */
  async #remove(message) {
    if (confirm("Delete this message for everyone?")) await this.#do("DELETE", `/messages/${message.id}`);
  }

  /** @param {Message} message @param {string} emoji */
  #react(message, emoji) {
    const isMine = message.reactions.some(reaction => reaction.emoji === emoji && reaction.learners.includes(me().id));
    return this.#do(isMine ? "DELETE" : "PUT", `/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`);
  }

  /** @param {string} method @param {string} path */
  async #do(method, path) {
    try {
      await call(method, this.path + path, undefined, newKey());
    } catch (error) {
      this.#say(sentence(error));
    }
  }

  #scrolled() {
    if (this.log.isAtBottom) {
      this.#unseen = 0;
      this.#showUnseen();
      this.#seen();
    }
    if (this.scroller.scrollTop < LOAD_OLDER_WITHIN) void this.#loadOlder();
  }

  async #loadOlder() {
    if (this.#isLoading || !this.#hasOlder || !this.log.oldest) return;
    this.#isLoading = true;
    this.scroller.setAttribute("aria-busy", "true");
    try {
      const page = await get(`${this.path}/messages?limit=50&before=${this.log.oldest}`);
      this.log.prepend(page.items.reverse());
      this.#hasOlder = page.next !== null;
    } catch (error) {
      this.#say(sentence(error));
    }
    this.scroller.setAttribute("aria-busy", "false");
    this.#isLoading = false;
  }

  /** Tells the server how far this learner has read, once what is there is before the eyes. */
  #seen = () => {
    const newest = this.log.newest;
    if (document.hidden || !this.log.isAtBottom || newest <= this.#markedRead) return;
    this.#markedRead = newest;
    call("PUT", `${this.path}/read`, { sequence: newest }).catch(() => (this.#markedRead = 0));
  };

  #showUnseen() {
    this.pill.hidden = this.#unseen === 0;
    this.pill.textContent = count(this.#unseen, "new message");
  }

  /** @param {Person[]} learners */
  #showTyping(learners) {
    const names = learners.filter(learner => learner.id !== me().id).map(learner => learner.name);
    this.typing.textContent = names.length === 0 ? "" : `${enumerate(names)} ${names.length === 1 ? "is" : "are"} typing…`;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => (this.typing.textContent = ""), TYPING_LASTS);
  }

  /** @param {{ count: number, learners: Person[] }} presence */
  #showPresence(presence) {
    this.presence.textContent = `${presence.count} here`;
    this.presence.title = presence.learners.map(learner => learner.name).join(", ");
  }

  /** @param {string} message */
  #say(message) {
    this.notice.textContent = message;
    setTimeout(() => this.notice.textContent === message && (this.notice.textContent = ""), NOTICE_LASTS);
  }

  /** @param {string} message */
  #close(message) {
    this.composer?.form.remove();
    this.log.replaceAll([]);
    this.log.list.append(el("li", { class: "empty" }, message || "You can no longer read this room."));
    this.pending.replaceChildren();
  }
}

customElements.define("lms-room", LmsRoom);
