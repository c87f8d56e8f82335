import createClient from "openapi-fetch";
import { ApiError, problemFrom } from "./problem";
import type { components, paths } from "./schema";

type Standing = components["schemas"]["CsrfAnswer"];

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

/** A browser keeps little of what a page leaves behind: 64 KB of everything together. */
const mostKept = 8_000;

/** What is to go goes, and what is shown as changed is changed, even when the page is left in that moment. */
class LastingRequest extends Request {
  constructor(url: string, init: RequestInit = {}) {
    const { method, body } = init;
    const keepalive = method === "DELETE" || (method === "PATCH" && String(body ?? "").length < mostKept);
    super(url, { ...init, keepalive });
  }
}

/** The server's calls, as its own description has them (`schema.d.ts`). A refusal is thrown, as an `ApiError`. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { Accept: "application/json" },
  Request: LastingRequest as typeof Request,
  fetch: send,
});

/** What a call answered. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** What a call needs whose answer is a stream of server-sent events. */
export const asEvents = { parseAs: "stream", headers: { Accept: "text/event-stream" } } as const;

/** The first event of a stream. What follows is not waited for: it goes on without us. */
export async function firstEvent<T>(call: Promise<{ data?: Response["body"] }>): Promise<T> {
  const { type, data } = await readEvent((await call).data);
  if (type === "error") throw problemFrom(502, JSON.parse(data), null);
  return JSON.parse(data) as T;
}

async function send(request: Request): Promise<Response> {
  if (request.method === "GET") return accepted(await reach(request), request);
  const again = request.clone();
  const first = await signed(request);
  if (first.status !== 403) return accepted(first, request);
  const error = await refusal(first);
  if (error.code !== "csrf_failed") throw error;
  forgetCsrf();
  return accepted(await signed(again), request);
}

async function signed(request: Request): Promise<Response> {
  request.headers.set("X-Kith-CSRF", await csrfToken());
  return reach(request);
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
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
  standing ??= answer(api.GET("/api/auth/csrf")).catch((error: unknown) => {
    standing = null;
    throw error;
  });
  return standing;
}

async function accepted(response: Response, { url }: Request): Promise<Response> {
  if (response.ok) return response;
  const error = await refusal(response);
  if (error.status === 401 && !new URL(url).pathname.startsWith("/api/auth/")) signedOut?.();
  throw error;
}

async function readEvent(body: Response["body"] | undefined): Promise<{ type: string; data: string }> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
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
