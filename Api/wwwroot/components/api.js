// REST, as docs in /docs tell it. Cookies authenticate; the server checks that requests come from its own pages.

/** An answer that is not a success. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {number} retryAfter seconds, 0 when unknown */
  constructor(status, code, message, retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request, with the same key, may succeed later. */
  get isTransient() {
    return this.status === 429 || this.status >= 500;
  }
}

const TIMEOUT = 15000;

/**
 * @param {string} method @param {string} path below /api/v1
 * @param {unknown} [body] @param {string} [key] the Idempotency-Key
 * @returns {Promise<any>} the JSON of the answer; null when it has none
 */
export async function call(method, path, body, key) {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(key ? { "Idempotency-Key": key } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const text = await response.text();
  if (response.ok) return text ? JSON.parse(text) : null;
  const problem = readProblem(text);
  throw new ApiError(
    response.status,
    problem.code ?? "server.error",
    problem.detail ?? problem.title ?? "Something went wrong.",
    Number(response.headers.get("Retry-After")) || 0,
  );
}

/** @param {string} text @returns {{ code?: string, detail?: string, title?: string }} */
function readProblem(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** A sentence for a person. @param {unknown} error */
export function sentence(error) {
  return error instanceof ApiError ? error.message : "The server cannot be reached.";
}

/** @param {string} path */
export const get = path => call("GET", path);

export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");

/** The cursor after a stream's snapshot, which names none: the first page, which shows the same, has it. */
export const UNKNOWN = "";

/**
 * The page of a list after this cursor.
 * @param {string} path @param {string | null} cursor @param {number} size that of a snapshot, and so of every page
 * @returns {Promise<{ items: any[], next: string | null }>}
 */
export async function pageAfter(path, cursor, size) {
  const from = cursor === UNKNOWN ? (await get(`${path}?limit=${size}`)).next : cursor;
  return from === null ? { items: [], next: null } : get(`${path}?limit=${size}&cursor=${encodeURIComponent(from)}`);
}
