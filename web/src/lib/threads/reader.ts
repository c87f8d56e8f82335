import { explain } from "@/api/problem";
import type { Page } from "@/api/types";
import { layOver, type Placed, prepend } from "./path";
import type { AnyMessage } from "./thread";
import type { ThreadStore } from "./thread-store";

/** Looking for a message far up stops after so many pages of this many messages. */
const mostPages = 25;
const largePage = 200;

/** A page, the newest first. */
export type FetchPage<M> = (chatId: string, cursor: string | null, limit?: number) => Promise<Page<M>>;

type Reading<M> = {
  /** Messages the socket brought meanwhile: newer than the page. */
  arrivals: M[];
  done: Promise<void>;
  /** Asked for while a page was on its way: that page may be too old, so another follows. */
  again: { until: string | null; done: Promise<void> } | null;
};

/** Reads a conversation's pages and lays them over what is there. */
export class Reader<M extends AnyMessage> {
  private readonly readings = new Map<string, Reading<M>>();

  constructor(
    private readonly store: ThreadStore<M>,
    private readonly fetchPage: FetchPage<M>,
    private readonly place: (path: readonly M[], message: M, isWhole: boolean) => Placed<M>,
    /** What ran when the reading began, and what there is now. */
    private readonly turnsIn: (chatId: string) => string[],
    private readonly settle: (chatId: string, ranBefore: readonly string[]) => void,
  ) {}

  clear(): void {
    this.readings.clear();
  }

  isReading(chatId: string): boolean {
    return this.readings.has(chatId);
  }

  arrived(message: M): void {
    this.readings.get(message.chat)?.arrivals.push(message);
  }

  /** Reads the newest page, and back in time as far as the message `until`, if that is not too far. */
  load(chatId: string, until: string | null = null): Promise<void> {
    const reading = this.readings.get(chatId);
    if (reading) {
      reading.again ??= { until: null, done: reading.done.then(() => this.load(chatId, reading.again?.until)) };
      reading.again.until = until ?? reading.again.until;
      return reading.again.done;
    }
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const next: Reading<M> = { arrivals: [], done, again: null };
    this.readings.set(chatId, next);
    void this.read(chatId, until, next).then(finish);
    return done;
  }

  private async read(chatId: string, until: string | null, reading: Reading<M>): Promise<void> {
    if (this.store.get(chatId).phase !== "loaded") this.store.change(chatId, { phase: "loading", problem: null });
    const ranBefore = this.turnsIn(chatId);
    try {
      const page = await this.fetchBackTo(chatId, until);
      // Somebody else signed in, or the conversation is gone.
      if (this.readings.get(chatId) !== reading) return;
      this.take(chatId, page.results.toReversed(), page.next_cursor, reading.arrivals);
      this.settle(chatId, ranBefore);
    } catch (error) {
      if (this.readings.get(chatId) === reading && this.store.get(chatId).phase !== "loaded")
        this.store.change(chatId, { phase: "failed", problem: explain(error) });
    } finally {
      if (this.readings.get(chatId) === reading) this.readings.delete(chatId);
    }
  }

  private async fetchBackTo(chatId: string, until: string | null): Promise<Page<M>> {
    let page = await this.fetchPage(chatId, null);
    for (let pages = 0; until && page.next_cursor && pages < mostPages; pages += 1) {
      if (page.results.some((one) => one.id === until)) break;
      const more = await this.fetchPage(chatId, page.next_cursor, largePage);
      page = { results: [...page.results, ...more.results], next_cursor: more.next_cursor };
    }
    return page;
  }

  private take(chatId: string, page: M[], cursor: string | null, arrivals: readonly M[]): void {
    const before = this.store.get(chatId);
    const { path, connected } = layOver(before.messages, page);
    const older = connected ? before.older : { cursor, loading: false, problem: null };
    const isWhole = older.cursor === null;
    this.store.change(chatId, {
      messages: arrivals.reduce<readonly M[]>((all, one) => this.place(all, one, isWhole).path, path),
      phase: "loaded",
      problem: null,
      older,
    });
  }

  async loadOlder(chatId: string): Promise<void> {
    const { older } = this.store.get(chatId);
    if (older.loading || older.cursor === null) return;
    this.store.change(chatId, { older: { ...older, loading: true, problem: null } });
    try {
      const page = await this.fetchPage(chatId, older.cursor);
      // The page may have been replaced by another branch's meanwhile.
      if (this.store.get(chatId).older.cursor !== older.cursor) return;
      this.store.change(chatId, {
        messages: prepend(this.store.get(chatId).messages, page.results.toReversed()),
        older: { cursor: page.next_cursor, loading: false, problem: null },
      });
    } catch (error) {
      this.store.change(chatId, { older: { ...older, loading: false, problem: explain(error) } });
    }
  }
}
