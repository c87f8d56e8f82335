import type { Message } from "@/api/types";

/** `sure` is false when only the server can say whether this is the branch that counts. */
export type Placed<M> = { path: readonly M[]; sure: boolean };

/**
 * Puts one message into a path (oldest first). A known one is replaced in place, a new one follows its parent. One that begins
 * a new branch takes the place of what was there: the newest branch is the active one, unless that was changed since.
 */
export function place(path: readonly Message[], message: Message): Placed<Message> {
  const known = path.findIndex((one) => one.id === message.id);
  if (known >= 0) return { path: path.with(known, message), sure: true };
  const last = path.at(-1);
  if (!last || message.parent === last.id) return { path: [...path, message], sure: true };
  const at = branchPoint(path, message);
  if (at < 0) return { path: [...path, message], sure: false };
  const isNewest = message.siblings.at(-1) === message.id;
  return { path: isNewest ? [...path.slice(0, at), message] : path, sure: false };
}

/** Where the path goes another way than this message, or -1. */
function branchPoint(path: readonly Message[], message: Message): number {
  const sibling = path.findIndex((one) => message.siblings.includes(one.id));
  if (sibling >= 0) return sibling;
  const parent = path.findIndex((one) => one.id === message.parent);
  return parent < 0 ? -1 : parent + 1;
}

/** The path without a message and what follows it. */
export function cutFrom(path: readonly Message[], id: string): readonly Message[] {
  const at = path.findIndex((one) => one.id === id);
  return at < 0 ? path : path.slice(0, at);
}

/**
 * Lays the newest page over what is known. The page is the truth from its first message on; what is older stays.
 * `connected` is false when nothing ties the two together (too much was missed) and only the page remains.
 */
export function layOver<M extends { id: string }>(
  path: readonly M[],
  page: readonly M[],
): { path: M[]; connected: boolean } {
  const first = page[0];
  if (!first) return { path: [], connected: false };
  const at = path.findIndex((one) => one.id === first.id);
  return at < 0 ? { path: [...page], connected: false } : { path: [...path.slice(0, at), ...page], connected: true };
}

/** Adds an older page in front, dropping what is there already. */
export function prepend<M extends { id: string }>(path: readonly M[], older: readonly M[]): M[] {
  const known = new Set(path.map((one) => one.id));
  return [...older.filter((one) => !known.has(one.id)), ...path];
}
