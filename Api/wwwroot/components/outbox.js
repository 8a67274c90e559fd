// What was written and is not acknowledged yet. Each entry keeps its idempotency key until the server has answered, across lost
// connections, restarts of the server and reloads of the page: so it is neither lost nor sent twice.
import { ApiError, call, newKey, sentence } from "./api.js";
import { me } from "./dom.js";
import { live } from "./live.js";

/**
 * @typedef {{ key: string, path: string, body: any, at: string, state: "sending" | "waiting" | "failed", problem?: string }} Entry
 * @typedef {object} OutboxHandlers
 * @property {() => void} onChange  Something waits, goes on, or failed.
 * @property {(entry: Entry, answer: any) => void} onSent  The server has acknowledged it.
 */

const DELAYS = [300, 700, 1500, 3000, 5000];

export class Outbox {
  /** @type {Entry[]} */ entries = [];
  /** @type {(() => void) | null} */ #hurry = null;
  #isPumping = false;
  #failures = 0;

  /** @param {string} channel entries of one channel are sent one after another @param {OutboxHandlers} handlers */
  constructor(channel, handlers) {
    this.handlers = handlers;
    this.place = `lms-outbox/${me().id}/${channel}`;
    this.entries = JSON.parse(sessionStorage.getItem(this.place) ?? "[]");
    live.addEventListener("state", () => live.state === "connected" && this.#hurry?.());
    addEventListener("online", () => this.#hurry?.());
  }

  /** Sends what an earlier life of the page left. */
  resume() {
    if (this.entries.length === 0) return;
    this.handlers.onChange();
    void this.#pump();
  }

  /** @param {string} path @param {any} body */
  add(path, body) {
    this.entries.push({ key: newKey(), path, body, at: new Date().toISOString(), state: "sending" });
    this.#changed();
    void this.#pump();
  }

  /** Tries again what was refused; under a new key, as a refusal may be remembered. @param {string} key */
  retry(key) {
    const entry = this.entries.find(each => each.key === key);
    if (!entry) return;
    entry.key = newKey();
    entry.state = "sending";
    this.#changed();
    void this.#pump();
  }

  /** @param {string} key */
  discard(key) {
    this.entries = this.entries.filter(each => each.key !== key);
    this.#changed();
  }

  async #pump() {
    if (this.#isPumping) return;
    this.#isPumping = true;
    for (let entry = this.#next(); entry; entry = this.#next()) {
      await this.#send(entry);
    }
    this.#isPumping = false;
  }

  #next() {
    return this.entries.find(entry => entry.state !== "failed");
  }

  /** @param {Entry} entry */
  async #send(entry) {
    try {
      const answer = await call("POST", entry.path, entry.body, entry.key);
      this.#failures = 0;
      this.entries = this.entries.filter(each => each !== entry);
      this.#store();
      this.handlers.onSent(entry, answer);
    } catch (error) {
      if (error instanceof ApiError && !error.isTransient) {
        entry.state = "failed";
        entry.problem = sentence(error);
        this.#changed();
        return;
      }
      entry.state = "waiting";
      this.#changed();
      await this.#pause(error instanceof ApiError ? error.retryAfter * 1000 : 0);
    }
  }

  /** @param {number} least milliseconds */
  #pause(least) {
    const delay = Math.max(least, DELAYS[Math.min(this.#failures++, DELAYS.length - 1)]);
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.#hurry = null;
        resolve(undefined);
      };
      const timer = setTimeout(done, delay);
      if (least === 0) this.#hurry = done;
    });
  }

  #changed() {
    this.#store();
    this.handlers.onChange();
  }

  #store() {
    if (this.entries.length > 0) sessionStorage.setItem(this.place, JSON.stringify(this.entries));
    else sessionStorage.removeItem(this.place);
  }
}
