import { ApiError, problemFrom } from "./problem";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** The anti-forgery token of this sign-in; the cookie itself is out of a script's reach. */
let csrf: Promise<string> | null = null;
let signedOut: (() => void) | null = null;

export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** A new sign-in has a new anti-forgery token. */
export function forgetCsrf(): void {
  csrf = null;
}

export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const first = await send(method, path, body, signal);
  if (first.status !== 403 || method === "GET") return read<T>(first, path);
  const error = await refusal(first);
  if (error.code !== "csrf_failed") throw error;
  forgetCsrf();
  return read<T>(await send(method, path, body, signal), path);
}

async function send(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-Kith-CSRF"] = await csrfToken();
  return reach(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
    signal,
  });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "offline", "Kith cannot be reached right now. Check your connection.");
  }
}

function csrfToken(): Promise<string> {
  csrf ??= fetchCsrf().catch((error: unknown) => {
    csrf = null;
    throw error;
  });
  return csrf;
}

async function fetchCsrf(): Promise<string> {
  const response = await reach("/api/auth/csrf", {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  // Somebody who is not signed in has no token to send, and needs none to sign in.
  if (response.status === 401) {
    csrf = null;
    return "";
  }
  if (!response.ok) throw await refusal(response);
  const body = (await response.json()) as { csrf_token: string };
  return body.csrf_token;
}

async function read<T>(response: Response, path: string): Promise<T> {
  if (!response.ok) {
    const error = await refusal(response);
    if (error.status === 401 && !path.startsWith("/api/auth/")) signedOut?.();
    throw error;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
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
