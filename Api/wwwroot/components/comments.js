// The comments under a post: read when they are opened, alive while they are.
import { call, newKey, pageAfter, sentence, UNKNOWN } from "./api.js";
import { Composer } from "./composer.js";
import { ago, avatar, el, icon, me, personLink, prose, time } from "./dom.js";
import { live } from "./live.js";
import { Outbox } from "./outbox.js";

/**
 * @typedef {{ id: string, text: string, html: string, author: import("./dom.js").Person, createdAt: string, editedAt?: string }} Comment
 * @typedef {object} CommentsHandlers
 * @property {(post: any) => void} onPost  what is new of the post
 * @property {(reactions: Record<string, number>) => void} onReactions  the counts that changed
 */

/** How many comments a snapshot shows. */
const SNAPSHOT = 50;

export class Comments {
  /** Oldest first. @type {Comment[]} */ #comments = [];
  /** @type {string | null} */ #older = null;

  /** @param {string} postId @param {CommentsHandlers} handlers */
  constructor(postId, handlers) {
    this.path = `/posts/${postId}/comments`;
    this.handlers = handlers;
    this.list = el("ol", { class: "comment-list" });
    this.pending = el("ol", { class: "comment-list" });
    this.more = el("button", { type: "button", class: "quiet small", hidden: true, onclick: () => void this.#loadOlder() }, "Earlier comments");
    this.status = el("p", { class: "problem", role: "alert", hidden: true });
    const form = this.#form();
    this.element = el("section", { class: "comments", "aria-label": "Comments" }, this.more, this.list, this.pending, this.status, form);
    this.outbox = new Outbox(`comments/${postId}`, {
      onChange: () => this.#showPending(),
      onSent: (_, comment) => this.#add(comment),
    });
    this.composer = new Composer(form, {
      draftKey: `lms-draft/${me().id}/comment/${postId}`,
      sendsOnEnter: true,
      onSend: text => {
        this.outbox.add(this.path, { text });
        this.composer.clear();
      },
    });
    this.stop = live.subscribe(`post/${postId}`, {
      onSnapshot: snapshot => this.#start(snapshot),
      onEvents: events => events.forEach(event => this.#apply(event)),
      onRevoked: () => this.close(),
    });
    this.outbox.resume();
  }

  focus() {
    this.composer.field.focus();
  }

  close() {
    this.stop();
    this.element.remove();
  }

  #form() {
    return el(
      "form",
      { class: "composer" },
      el("label", { class: "visually-hidden", for: `comment-${this.path}` }, "Write a comment"),
      el("textarea", { id: `comment-${this.path}`, rows: 1, placeholder: "Write a comment…", maxlength: 5000 }),
      el("button", { class: "icon-button primary", "aria-label": "Send comment" }, icon("send")),
    );
  }

  /** @param {{ post: any, comments: Comment[], next?: string }} snapshot */
  #start(snapshot) {
    this.#comments = snapshot.comments.reverse();
    this.#older = snapshot.next ? UNKNOWN : null;
    this.handlers.onPost(snapshot.post);
    this.#draw();
    this.#showPending();
  }

  async #loadOlder() {
    try {
      const page = await pageAfter(this.path, this.#older, SNAPSHOT);
      const known = new Set(this.#comments.map(comment => comment.id));
      this.#comments = [...page.items.reverse().filter((/** @type {Comment} */ comment) => !known.has(comment.id)), ...this.#comments];
      this.#older = page.next;
      this.#draw();
    } catch (error) {
      this.#say(sentence(error));
    }
  }

  /** @param {import("./live.js").LiveEvent} event */
  #apply({ type, data }) {
    if (type === "comment-added") this.#add(data.comment);
    if (type === "comment-deleted") this.#comments = this.#comments.filter(comment => comment.id !== data.commentId);
    if (type === "comment-edited") this.#comments = this.#comments.map(known => (known.id === data.comment.id ? data.comment : known));
    if (type === "reaction-changed") this.handlers.onReactions(data.reactions);
    if (type === "post-edited") this.handlers.onPost({ text: data.text, html: data.html, editedAt: data.editedAt });
    if (typeof data.commentCount === "number") this.handlers.onPost({ commentCount: data.commentCount });
    this.#draw();
  }

  /** @param {Comment} comment */
  #add(comment) {
    if (!this.#comments.some(known => known.id === comment.id)) this.#comments.push(comment);
    this.#draw();
    this.#showPending();
  }

  #draw() {
    this.more.hidden = this.#older === null;
    this.list.replaceChildren(...this.#comments.map(comment => this.#row(comment)));
  }

  /** @param {Comment} comment */
  #row(comment) {
    const isMine = comment.author.id === me().id;
    const remove = el("button", { type: "button", class: "icon-button", "aria-label": "Delete comment", onclick: () => void this.#remove(comment) }, icon("trash"));
    return el(
      "li",
      { class: "comment", "data-id": comment.id },
      avatar(comment.author),
      el("div", {}, el("p", { class: "message-head" }, personLink(comment.author), " ", time(comment.createdAt, ago)), prose("prose", comment.html)),
      isMine && remove,
    );
  }

  #showPending() {
    const arrived = this.#comments.slice(-20);
    const entries = this.outbox.entries.filter(entry => !arrived.some(comment => comment.author.id === me().id && comment.text === entry.body.text));
    this.pending.replaceChildren(
      ...entries.map(entry =>
        el(
          "li",
          { class: `comment pending ${entry.state}` },
          avatar(me()),
          el("div", {}, el("p", { class: "message-head" }, el("span", { class: "person" }, me().name), " ", el("span", { class: "message-state" }, entry.problem ?? "Sending…")), el("p", { class: "plain" }, entry.body.text)),
          entry.state === "failed" && el("button", { type: "button", class: "small", onclick: () => this.outbox.retry(entry.key) }, "Try again"),
        ),
      ),
    );
  }

  /** @param {Comment} comment */
  async #remove(comment) {
    if (!confirm("Delete this comment?")) return;
    try {
      await call("DELETE", `${this.path}/${comment.id}`, undefined, newKey());
      this.#comments = this.#comments.filter(each => each !== comment);
      this.#draw();
    } catch (error) {
      this.#say(sentence(error));
    }
  }

  /** @param {string} problem */
  #say(problem) {
    this.status.hidden = false;
    this.status.textContent = problem;
  }
}
