import { type AnyMessage, emptyThread, type Thread } from "./thread";

/** The conversations read in this visit, and who watches them. */
export class ThreadStore<M extends AnyMessage> {
  private readonly threads = new Map<string, Thread<M>>();
  private readonly watchers = new Map<string, Set<() => void>>();
  /** A message shown as outgoing, or a turn shown live, keeps its place on the screen when it gets its id. */
  private readonly keys = new Map<string, string>();
  private readonly dirty = new Set<string>();
  private scheduled = false;

  constructor(private readonly schedule: (flush: () => void) => void = nextFrame) {}

  get(chatId: string): Thread<M> {
    return this.threads.get(chatId) ?? emptyThread;
  }

  has(chatId: string): boolean {
    return this.threads.has(chatId);
  }

  isWatched(chatId: string): boolean {
    return (this.watchers.get(chatId)?.size ?? 0) > 0;
  }

  all(): [string, Thread<M>][] {
    return [...this.threads];
  }

  watch(chatId: string, listener: () => void): () => void {
    const set = this.watchers.get(chatId) ?? new Set();
    this.watchers.set(chatId, set.add(listener));
    return () => set.delete(listener);
  }

  keyOf(messageId: string): string {
    return this.keys.get(messageId) ?? messageId;
  }

  keepPlace(messageId: string, key: string): void {
    this.keys.set(messageId, key);
  }

  change(chatId: string, part: Partial<Thread<M>>): void {
    this.threads.set(chatId, { ...this.get(chatId), ...part });
    this.touch(chatId);
  }

  drop(chatId: string): void {
    this.threads.delete(chatId);
    this.touch(chatId);
  }

  clear(): void {
    this.threads.clear();
    this.keys.clear();
    for (const chatId of this.watchers.keys()) this.touch(chatId);
  }

  /** A fast model sends hundreds of deltas a second; a screen shows sixty. */
  private touch(chatId: string): void {
    this.dirty.add(chatId);
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      const dirty = [...this.dirty];
      this.dirty.clear();
      for (const one of dirty) for (const listener of this.watchers.get(one) ?? []) listener();
    });
  }
}

/** With the next frame; a page in the background gets none, so a timer stands in. */
function nextFrame(flush: () => void): void {
  if (document.visibilityState === "visible") requestAnimationFrame(flush);
  else setTimeout(flush, 100);
}
