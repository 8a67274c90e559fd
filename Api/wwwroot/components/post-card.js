// One post, as PostCard.razor renders it too; here with what one can do about it.
import { call, newKey, sentence } from "./api.js";
import { Comments } from "./comments.js";
import { ago, avatar, count, el, icon, me, personLink, prose, time } from "./dom.js";
import { EMOJIS } from "./message-item.js";

/**
 * @typedef {import("./dom.js").Person} Person
 * @typedef {object} Post
 * @property {string} id
 * @property {string} text
 * @property {string} html
 * @property {Person} author
 * @property {string} audience
 * @property {string} createdAt
 * @property {string} [editedAt]
 * @property {number} commentCount
 * @property {Record<string, number>} reactions
 * @property {string[]} myReactions
 */

/** The card of a post; it redraws itself. */
export class PostCard {
  /** @type {Comments | null} */ #comments = null;

  /** @param {Post} post */
  constructor(post) {
    this.post = post;
    this.element = el("article", { class: "card post", "data-id": post.id, "aria-label": `Post by ${post.author.name}` });
    this.problem = el("p", { class: "problem", role: "alert", hidden: true });
    this.#draw();
  }

  /** @param {Post} post */
  update(post) {
    this.post = post;
    this.#draw();
  }

  #draw() {
    const { post } = this;
    const comments = this.#comments?.element;
    for (const child of [...this.element.children]) if (child !== comments) child.remove();
    this.element.prepend(
      el(
        "header",
        { class: "post-head" },
        avatar(post.author),
        el("div", {}, personLink(post.author), this.#meta()),
        post.author.id === me().id && this.#menu(),
      ),
      prose("prose", post.html),
      this.problem,
      this.#actions(),
    );
    // Where they are open they stay untouched: somebody may be writing there.
    if (comments && comments.parentElement !== this.element) this.element.append(comments);
  }

  #meta() {
    const audience = this.post.audience === "everyone" ? null : this.post.audience === "friends" ? "friends" : "group";
    return el(
      "p",
      { class: "meta" },
      el("a", { href: `/posts/${this.post.id}` }, time(this.post.createdAt, ago)),
      audience && ` · ${audience}`,
      this.post.editedAt && " · edited",
    );
  }

  #actions() {
    const { post } = this;
    const shown = [...new Set([...Object.keys(post.reactions), "👍"])];
    const more = el("details", { class: "menu" });
    more.append(
      el("summary", { "aria-label": "React" }, icon("smile")),
      el(
        "div",
        { class: "menu-panel emoji-row", role: "group", "aria-label": "React" },
        ...EMOJIS.map(emoji => el("button", { type: "button", class: "emoji", "aria-label": `React with ${emoji}`, onclick: () => this.#react(emoji) }, emoji)),
      ),
    );
    return el(
      "footer",
      { class: "post-actions" },
      ...shown.map(emoji => this.#reaction(emoji)),
      more,
      el(
        "button",
        { type: "button", class: "quiet small comment-toggle", "aria-expanded": String(!!this.#comments), onclick: () => this.#toggleComments() },
        icon("comment"),
        post.commentCount === 0 ? "Comment" : count(post.commentCount, "comment"),
      ),
    );
  }

  /** @param {string} emoji */
  #reaction(emoji) {
    const number = this.post.reactions[emoji] ?? 0;
    return el(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(this.post.myReactions.includes(emoji)),
        "aria-label": `${emoji} ${number}`,
        onclick: () => this.#react(emoji),
      },
      emoji,
      number > 0 && el("span", {}, ` ${number}`),
    );
  }

  #menu() {
    return el(
      "details",
      { class: "menu end" },
      el("summary", { "aria-label": "Actions for your post" }, icon("more")),
      el(
        "div",
        { class: "menu-panel" },
        el("button", { type: "button", class: "menu-item danger", onclick: () => void this.#remove() }, icon("trash"), "Delete"),
      ),
    );
  }

  /** @param {string} emoji */
  #react(emoji) {
    const method = this.post.myReactions.includes(emoji) ? "DELETE" : "PUT";
    return this.#try(async () => {
      const post = await call(method, `/posts/${this.post.id}/reactions/${encodeURIComponent(emoji)}`, undefined, newKey());
      if (post) this.update(post);
    });
  }

  async #remove() {
    if (!confirm("Delete this post for everyone?")) return;
    await this.#try(async () => {
      await call("DELETE", `/posts/${this.post.id}`, undefined, newKey());
      this.element.remove();
    });
  }

  #toggleComments() {
    if (this.#comments) {
      this.#comments.close();
      this.#comments = null;
    } else {
      this.#comments = new Comments(this.post.id, {
        onPost: post => this.update({ ...this.post, ...post }),
        onReactions: reactions => this.update({ ...this.post, reactions: counted({ ...this.post.reactions, ...reactions }) }),
      });
    }
    this.#draw();
    this.#comments?.focus();
  }

  /** @param {() => Promise<void>} action */
  async #try(action) {
    try {
      this.problem.hidden = true;
      await action();
    } catch (error) {
      this.problem.hidden = false;
      this.problem.textContent = sentence(error);
    }
  }
}

/** @param {Record<string, number>} reactions */
const counted = reactions => Object.fromEntries(Object.entries(reactions).filter(([, count]) => count > 0));
