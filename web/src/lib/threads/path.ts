import type { Message } from "@/api/types";

/**
 * Puts one message into a path (oldest first). Known ids are replaced in place; a new one goes after its parent.
 * Returns null when it belongs to a branch this path does not show: only the server can say which is active then.
 */
export function upsert(path: readonly Message[], message: Message): Message[] | null {
  const at = path.findIndex((one) => one.id === message.id);
  if (at >= 0) return path.with(at, message);
  const last = path.at(-1);
  if (!last || message.parent === last.id || message.parent === null) return [...path, message];
  return path.some((one) => one.id === message.parent) ? null : [...path, message];
}

/**
 * Lays the newest page over what is known. The page is the truth from its first message on; what is older stays.
 * `connected` is false when nothing ties the two together (too much was missed) and only the page remains.
 */
export function layOver(path: readonly Message[], page: readonly Message[]): { path: Message[]; connected: boolean } {
  const first = page[0];
  if (!first) return { path: [], connected: false };
  const at = path.findIndex((one) => one.id === first.id);
  return at < 0 ? { path: [...page], connected: false } : { path: [...path.slice(0, at), ...page], connected: true };
}

/** Adds an older page in front, dropping what is there already. */
export function prepend(path: readonly Message[], older: readonly Message[]): Message[] {
  const known = new Set(path.map((one) => one.id));
  return [...older.filter((one) => !known.has(one.id)), ...path];
}
