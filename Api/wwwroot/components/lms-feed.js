// <lms-feed stream="feed/me" source="/me/feed" audience="everyone">: posts that come by themselves. The server renders the first ones
// and, where one may post, a form into it.
import { get, pageAfter, sentence, UNKNOWN } from "./api.js";
import { Composer } from "./composer.js";
import { count, el, me } from "./dom.js";
import { live } from "./live.js";
import { Outbox } from "./outbox.js";
import { PostCard } from "./post-card.js";

/** @typedef {import("./post-card.js").Post} Post */

const FAR_FROM_TOP = 600;

/** How many posts a snapshot shows. */
const SNAPSHOT = 20;

class LmsFeed extends HTMLElement {
  /** @type {(() => void) | null} */ #leave = null;

  connectedCallback() {
    if (!this.#leave) this.#leave = new Feed(this).begin();
  }

  disconnectedCallback() {
    this.#leave?.();
    this.#leave = null;
  }
}

class Feed {
  /** @type {Map<string, PostCard>} */ #cards = new Map();
  /** @type {string | null} */ #next = null;
  #unseen = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (host.querySelector(`[data-part="${name}"]`));
    this.host = host;
    this.stream = host.getAttribute("stream") ?? "feed/me";
    this.source = host.getAttribute("source") ?? "/me/feed";
    this.posts = part("posts");
    this.pending = part("pending");
    this.pill = part("pill");
    this.empty = part("empty");
    this.notice = part("notice");
    this.more = /** @type {HTMLButtonElement} */ (el("button", { type: "button", hidden: true, onclick: () => void this.#loadOlder() }, "Older posts"));
    part("older").replaceChildren(this.more);
    this.pill.addEventListener("click", () => scrollTo({ top: 0 }));
    this.outbox = new Outbox(`posts/${this.stream}`, { onChange: () => this.#showPending(), onSent: (_, post) => this.#sent(post) });
    const form = host.querySelector("form");
    if (form) this.#compose(form);
  }

  begin() {
    addEventListener("scroll", this.#scrolled, { passive: true });
    const leave = live.subscribe(this.stream, {
      onSnapshot: snapshot => void this.#start(snapshot),
      onEvents: events => events.forEach(event => this.#apply(event)),
      onRevoked: (_, message) => this.#close(message),
    });
    return () => {
      leave();
      removeEventListener("scroll", this.#scrolled);
    };
  }

  /** @param {HTMLFormElement} form */
  #compose(form) {
    const composer = new Composer(form, {
      draftKey: `lms-draft/${me().id}/posts/${this.stream}`,
      onSend: text => {
        const chosen = /** @type {HTMLSelectElement | null} */ (form.querySelector("select"))?.value;
        this.outbox.add("/posts", { text, audience: chosen ?? this.host.getAttribute("audience") ?? "everyone" });
        composer.clear();
      },
    });
  }

  /** A home feed's snapshot holds posts; that of a journal or a group only names them. @param {{ items?: Post[], next?: string }} snapshot */
  async #start(snapshot) {
    try {
      const page = snapshot.items ? snapshot : await get(`${this.source}?limit=${SNAPSHOT}`);
      this.#replace(page.items);
      this.#next = snapshot.items && page.next ? UNKNOWN : (page.next ?? null);
    } catch (error) {
      this.#say(sentence(error));
    }
    this.more.hidden = this.#next === null;
    this.host.dataset.live = "";
    this.outbox.resume();
  }

  /** A post that stays keeps its card, with the comments that are open under it and what is being written there. @param {Post[]} posts */
  #replace(posts) {
    const staying = new Set(posts.map(post => post.id));
    for (const child of [...this.posts.children]) {
      const id = idOf(child);
      if (staying.has(id) && this.#cards.has(id)) continue;
      child.remove();
      this.#cards.delete(id);
    }
    for (const post of posts) {
      const known = this.#cards.get(post.id);
      if (known) known.update(post);
      else this.#put(post);
    }
    this.#showEmpty();
  }

  /** @param {import("./live.js").LiveEvent} event */
  #apply({ type, data }) {
    if (type === "post-published") void this.#whole(data.post).then(post => post && this.#publish(post));
    else if (type === "post-edited") void this.#edit(data);
    else if (type === "post-removed") this.#take(data.postId);
    else if (type === "feed-reset") live.restart(this.stream);
  }

  /** The post itself, where an event only names it; null when it is gone. @param {Post} post @returns {Promise<Post | null>} */
  #whole(post) {
    return post.html === undefined ? get(`/posts/${post.id}`).catch(() => null) : Promise.resolve(post);
  }

  /** @param {{ postId?: string, post?: Post, text?: string, html?: string, editedAt?: string }} data */
  async #edit({ postId, post, ...text }) {
    const card = this.#cards.get(postId ?? post?.id ?? "");
    if (!card) return;
    const fresh = post ? await this.#whole(post) : text;
    if (fresh) card.update({ ...card.post, ...fresh });
  }

  /** @param {Post} post */
  #publish(post) {
    const isNew = !this.#cards.has(post.id);
    this.#put(post);
    this.#showEmpty();
    this.#showPending();
    if (isNew && post.author.id !== me().id && scrollY > FAR_FROM_TOP) this.#unseen++;
    this.#showUnseen();
  }

  /** Puts a post in its place, the newest first; one that is there already is brought up to date. @param {Post} post */
  #put(post) {
    const known = this.#cards.get(post.id);
    if (known) return known.update({ ...post, myReactions: known.post.myReactions });
    const card = new PostCard(post);
    const after = [...this.posts.children].find(child => /** @type {PostCard} */ (this.#cards.get(idOf(child))).post.createdAt < post.createdAt);
    this.#cards.set(post.id, card);
    this.posts.insertBefore(card.element, after ?? null);
  }

  /** @param {string} id */
  #take(id) {
    this.#cards.get(id)?.element.remove();
    this.#cards.delete(id);
    this.#showEmpty();
  }

  /** @param {Post} post */
  #sent(post) {
    if (!this.#cards.has(post.id)) this.#put(post);
    this.#showEmpty();
    this.#showPending();
  }

  async #loadOlder() {
    this.more.disabled = true;
    try {
      const page = await pageAfter(this.source, this.#next, SNAPSHOT);
      page.items.forEach((/** @type {Post} */ post) => this.#put(post));
      this.#next = page.next;
    } catch (error) {
      this.#say(sentence(error));
    }
    this.more.disabled = false;
    this.more.hidden = this.#next === null;
  }

  #showPending() {
    const mine = [...this.#cards.values()].filter(card => card.post.author.id === me().id).map(card => card.post.text);
    const entries = this.outbox.entries.filter(entry => !mine.includes(entry.body.text));
    this.pending.replaceChildren(
      ...entries.map(entry =>
        el(
          "article",
          { class: `card post pending ${entry.state}` },
          el("p", { class: "plain" }, entry.body.text),
          el("p", { class: "meta", role: entry.state === "failed" ? "alert" : null }, entry.problem ?? "Sending…"),
          entry.state === "failed" && el("button", { type: "button", class: "small", onclick: () => this.outbox.retry(entry.key) }, "Try again"),
          entry.state === "failed" && el("button", { type: "button", class: "small quiet", onclick: () => this.outbox.discard(entry.key) }, "Discard"),
        ),
      ),
    );
  }

  #scrolled = () => {
    if (scrollY > FAR_FROM_TOP || this.#unseen === 0) return;
    this.#unseen = 0;
    this.#showUnseen();
  };

  #showUnseen() {
    this.pill.hidden = this.#unseen === 0;
    this.pill.textContent = count(this.#unseen, "new post");
  }

  #showEmpty() {
    this.empty.hidden = this.#cards.size > 0;
  }

  /** @param {string} problem */
  #say(problem) {
    this.notice.textContent = problem;
  }

  /** @param {string} message */
  #close(message) {
    this.#replace([]);
    this.pending.replaceChildren();
    this.#say(message || "You can no longer read this.");
  }
}

/** @param {Element} element */
const idOf = element => /** @type {HTMLElement} */ (element).dataset.id ?? "";

customElements.define("lms-feed", LmsFeed);
