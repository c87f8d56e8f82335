import { ApiError, problemFrom } from "./problem";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

type Standing = { csrf_token: string; signed_in: boolean };

/** The anti-forgery token of this sign-in, and whether there is one; the cookie itself is out of a script's reach. */
let standing: Promise<Standing> | null = null;
let signedOut: (() => void) | null = null;

export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** A new sign-in has a new anti-forgery token. */
export function forgetCsrf(): void {
  standing = null;
}

export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await respond("application/json", method, path, body, signal);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** The first event of a stream of server-sent events. What follows is not waited for: it goes on without us. */
export async function firstEvent<T>(method: Method, path: string, body: unknown = {}): Promise<T> {
  const response = await respond("text/event-stream", method, path, body);
  const { type, data } = await readEvent(response);
  if (type === "error") throw problemFrom(502, JSON.parse(data), null);
  return JSON.parse(data) as T;
}

async function respond(
  accept: string,
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const first = await send(accept, method, path, body, signal);
  if (first.status !== 403 || method === "GET") return accepted(first, path);
  const error = await refusal(first);
  if (error.code !== "csrf_failed") throw error;
  forgetCsrf();
  return accepted(await send(accept, method, path, body, signal), path);
}

/** A browser keeps little of what a page leaves behind: 64 KB of everything together. */
const mostKept = 8_000;

async function send(
  accept: string,
  method: Method,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: accept };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-Kith-CSRF"] = await csrfToken();
  const text = body === undefined ? undefined : JSON.stringify(body);
  return reach(path, {
    method,
    headers,
    body: text,
    credentials: "same-origin",
    // What is to go goes, and what is shown as changed is changed, even when the page is left in that moment.
    keepalive: method === "DELETE" || (method === "PATCH" && (text?.length ?? 0) < mostKept),
    signal,
  });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

export const unreachable = () => new ApiError(0, "offline", "Kith cannot be reached right now. Check your connection.");

export const csrfToken = async (): Promise<string> => (await askStanding()).csrf_token;

/** Whether anybody is signed in: a question whose answer is never an error. Nobody may be somebody a moment later, and is asked for again. */
export async function isSignedIn(): Promise<boolean> {
  const { signed_in } = await askStanding();
  if (!signed_in) forgetCsrf();
  return signed_in;
}

function askStanding(): Promise<Standing> {
  standing ??= fetchStanding().catch((error: unknown) => {
    standing = null;
    throw error;
  });
  return standing;
}

async function fetchStanding(): Promise<Standing> {
  const response = await reach("/api/auth/csrf", {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Standing;
}

async function accepted(response: Response, path: string): Promise<Response> {
  if (response.ok) return response;
  const error = await refusal(response);
  if (error.status === 401 && !path.startsWith("/api/auth/")) signedOut?.();
  throw error;
}

async function readEvent(response: Response): Promise<{ type: string; data: string }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && !/\r?\n\r?\n/.test(text)) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    if (done) throw unreachable();
    text += value;
  }
  // The rest is read elsewhere, or not at all; that this stream ends early is no news.
  void reader?.cancel().catch(() => undefined);
  return eventOf(text.split(/\r?\n\r?\n/)[0] ?? "");
}

/** One server-sent event, from its lines. */
export function eventOf(text: string): { type: string; data: string } {
  const lines = text.split(/\r?\n/);
  const fields = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim());
  return { type: fields("event")[0] ?? "message", data: fields("data").join("\n") };
}

async function refusal(response: Response): Promise<ApiError> {
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const body: unknown = isJson ? await response.json().catch(() => null) : null;
  return problemFrom(response.status, body, response.headers.get("retry-after"));
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}) => request<T>("POST", path, body);
export const patch = <T>(path: string, body: unknown) => request<T>("PATCH", path, body);
export const remove = <T = void>(path: string, body?: unknown) => request<T>("DELETE", path, body);
