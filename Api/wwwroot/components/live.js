// One connection per page to the hub /live, and every stream that the page follows on it. The protocol: docs/live.md.
import "../lib/signalr/signalr.min.js";

/**
 * @typedef {{ sequence: number, at: string, type: string, data: any }} LiveEvent
 * @typedef {{ stream: string, position: string, snapshot?: any, events: LiveEvent[] }} StreamStart
 * @typedef {{ stream: string, position: string, events: LiveEvent[] }} LiveBatch
 * @typedef {object} StreamHandlers
 * @property {(snapshot: any) => void} onSnapshot  Replaces all that was known of the stream.
 * @property {(events: LiveEvent[]) => void} onEvents  New events, in order, each once.
 * @property {(type: string, data: any) => void} [onTick]
 * @property {(code: string, message: string) => void} [onRevoked]  The stream may no longer be followed.
 * @typedef {"connecting" | "connected" | "reconnecting" | "signed-out"} LiveState
 */

const RETRY_DELAYS = [200, 500, 1000, 2000, 3000, 5000];
const REFUSAL = /HubException: ([a-z0-9.-]+): (.*)$/s;
const TRANSIENT = new Set(["stream.unavailable", "storage.unavailable", "server.error"]);

/** A position is `epoch-sequence`. @param {string | null} position */
const sequenceOf = position => (position ? Number(position.slice(position.lastIndexOf("-") + 1)) : 0);

/** One stream: where it is, and what arrives while its `Subscribe` has not been answered. */
class Stream {
  /** @type {string | null} */ position = null;
  /** @type {LiveBatch[]} */ held = [];
  isOpen = false;
  attempt = 0;

  /** @param {string} name @param {StreamHandlers} handlers */
  constructor(name, handlers) {
    this.name = name;
    this.handlers = handlers;
  }

  /** Forgets the subscription; the position stays. */
  close() {
    this.attempt++;
    this.isOpen = false;
    this.held = [];
  }

  /** @param {StreamStart} start */
  open(start) {
    if (start.snapshot !== undefined && start.snapshot !== null) {
      this.position = start.position;
      this.handlers.onSnapshot(start.snapshot);
      this.#pass(start.events, start.position, 0);
    } else {
      this.#pass(start.events, start.position, sequenceOf(this.position));
    }
    this.isOpen = true;
    const held = this.held;
    this.held = [];
    held.forEach(batch => this.take(batch));
  }

  /** @param {LiveBatch} batch */
  take(batch) {
    if (!this.isOpen) {
      this.held.push(batch);
      return;
    }
    const known = sequenceOf(this.position);
    if (sequenceOf(batch.position) > known) {
      this.#pass(batch.events, batch.position, known);
    }
  }

  /** @param {LiveEvent[]} events @param {string} position @param {number} after */
  #pass(events, position, after) {
    const fresh = events.filter(event => event.sequence > after);
    this.position = position;
    if (fresh.length > 0) this.handlers.onEvents(fresh);
  }
}

/** The page's connection. It tries forever, and takes every stream up again where it was. */
class Live extends EventTarget {
  /** @type {Map<string, Stream>} */ #streams = new Map();
  /** @type {any} */ #connection = null;
  /** @type {(() => void) | null} */ #hurry = null;
  /** @type {LiveState} */ state = "connecting";
  #failures = 0;

  /** Follows a stream until the returned function is called. @param {string} name @param {StreamHandlers} handlers @returns {() => void} */
  subscribe(name, handlers) {
    const stream = new Stream(name, handlers);
    this.#streams.set(name, stream);
    if (!this.#connection) this.#begin();
    else if (this.state === "connected") void this.#join(stream);
    return () => {
      if (this.#streams.get(name) !== stream) return;
      this.#streams.delete(name);
      stream.close();
      if (this.state === "connected") this.#connection.send("Unsubscribe", name).catch(() => {});
    };
  }

  /** Tells the room that this learner types; lost when there is no connection. @param {string} roomId */
  typing(roomId) {
    if (this.state === "connected") this.#connection.send("Typing", roomId).catch(() => {});
  }

  #begin() {
    const { HubConnectionBuilder, HttpTransportType, LogLevel } = globalThis.signalR;
    const connection = new HubConnectionBuilder()
      .withUrl("/live", { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .build();
    connection.on("events", batch => this.#streams.get(batch.stream)?.take(batch));
    connection.on("tick", tick => this.#streams.get(tick.stream)?.handlers.onTick?.(tick.type, tick.data));
    connection.on("resync", call => this.#resync(call.stream, call.reason));
    connection.on("revoked", call => this.#drop(call.stream, call.code, call.message));
    connection.onclose(() => {
      this.#streams.forEach(stream => stream.close());
      void this.#connect("reconnecting");
    });
    this.#connection = connection;
    addEventListener("online", () => this.#hurry?.());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry?.());
    void this.#connect("connecting");
  }

  /** @param {LiveState} state */
  async #connect(state) {
    this.#become(state);
    for (;;) {
      try {
        await this.#connection.start();
        break;
      } catch {
        if (await this.#isSignedOut()) return this.#become("signed-out");
        await this.#pause();
        this.#become("reconnecting");
      }
    }
    this.#failures = 0;
    this.#become("connected");
    this.#streams.forEach(stream => void this.#join(stream));
  }

  /** @param {Stream} stream */
  async #join(stream) {
    stream.close();
    const attempt = stream.attempt;
    try {
      const start = await this.#connection.invoke("Subscribe", stream.name, stream.position);
      if (attempt === stream.attempt) stream.open(start);
    } catch (error) {
      if (attempt !== stream.attempt || this.state !== "connected") return;
      const [, code = "server.error", message = ""] = REFUSAL.exec(/** @type {Error} */ (error).message) ?? [];
      if (!TRANSIENT.has(code)) return this.#drop(stream.name, code, message);
      await this.#pause();
      if (attempt === stream.attempt) void this.#join(stream);
    }
  }

  /** @param {string} name @param {string} reason */
  #resync(name, reason) {
    const stream = this.#streams.get(name);
    if (!stream) return;
    if (reason === "viewer-changed") stream.position = null;
    void this.#join(stream);
  }

  /** Starts a stream afresh, with a snapshot. @param {string} name */
  restart(name) {
    this.#resync(name, "viewer-changed");
  }

  /** @param {string} name @param {string} code @param {string} message */
  #drop(name, code, message) {
    const stream = this.#streams.get(name);
    this.#streams.delete(name);
    stream?.close();
    stream?.handlers.onRevoked?.(code, message);
  }

  async #isSignedOut() {
    try {
      return (await fetch("/api/v1/me", { headers: { Accept: "application/json" } })).status === 401;
    } catch {
      return false;
    }
  }

  /** Waits a little longer after each failure, with some chance in it so that a restarted server is not stormed. */
  #pause() {
    const delay = RETRY_DELAYS[Math.min(this.#failures++, RETRY_DELAYS.length - 1)] * (0.75 + Math.random() / 2);
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.#hurry = null;
        resolve(undefined);
      };
      const timer = setTimeout(done, delay);
      this.#hurry = done;
    });
  }

  /** @param {LiveState} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

export const live = new Live();
