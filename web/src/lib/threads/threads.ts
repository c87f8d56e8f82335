import { fetchMessages, stopTurn } from "@/api/chats";
import type { ClientFrame, ErrorFrame, ServerFrame, TokenFrame, TurnPosition } from "@/api/frames";
import { explain } from "@/api/problem";
import type { Message } from "@/api/types";
import { uuid } from "../uuid";
import { layOver, prepend, upsert } from "./path";
import { type Turn, Turns } from "./turns";

/** A message on its way: shown at once, replaced by the server's when it is acknowledged. */
export type Outgoing = { client_id: string; content: string; created_at: string; problem: string | null };

/** A reply in flight. */
export type Live = { turn_id: string; content: string };

export type Thread = {
  /** The active path, oldest first, as far back as it was read. */
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  live: Live | null;
  /** The agent has accepted and not said its first word. */
  typing: boolean;
  stopping: boolean;
  phase: "new" | "loading" | "loaded" | "failed";
  problem: string | null;
  older: { cursor: string | null; loading: boolean; problem: string | null };
  /** What went wrong with the last turn, until the next one. */
  notice: { code: string; detail: string } | null;
};

export type Wire = {
  post(frame: Extract<ClientFrame, { type: "message" }>): void;
  send(frame: ClientFrame): boolean;
  /** Asks again for everything not seen yet. */
  resume(): void;
};

const empty: Thread = {
  messages: [],
  outgoing: [],
  live: null,
  typing: false,
  stopping: false,
  phase: "new",
  problem: null,
  older: { cursor: null, loading: false, problem: null },
  notice: null,
};

/**
 * Every conversation read in this visit, kept right by the socket. Without the socket's replay it stays right too:
 * the open one is read again after each reconnect, messages are put in by id, and deltas count once by index.
 */
export class Threads {
  private readonly threads = new Map<string, Thread>();
  private readonly watchers = new Map<string, Set<() => void>>();
  /** Messages the socket brought while a page was being read: newer than that page. */
  private readonly arrivals = new Map<string, Message[]>();
  /** Asked for while a page was on its way: that page may be too old, so another follows. */
  private readonly again = new Set<string>();
  /** A message shown as outgoing, or a turn shown live, keeps its place on the screen when it gets its id. */
  private readonly keys = new Map<string, string>();
  private readonly stopWanted = new Set<string>();
  private readonly dirty = new Set<string>();
  private scheduled = false;

  constructor(
    private readonly wire: Wire,
    private readonly schedule: (flush: () => void) => void = nextFrame,
    private readonly fetchPage: typeof fetchMessages = fetchMessages,
    private readonly turns: Turns = new Turns(),
  ) {}

  get(chatId: string): Thread {
    return this.threads.get(chatId) ?? empty;
  }

  watch(chatId: string, listener: () => void): () => void {
    const set = this.watchers.get(chatId) ?? new Set();
    this.watchers.set(chatId, set.add(listener));
    return () => set.delete(listener);
  }

  keyOf(messageId: string): string {
    return this.keys.get(messageId) ?? messageId;
  }

  /** Where each reply in flight stands, for resuming. */
  positions(): TurnPosition[] {
    return this.turns.positions();
  }

  clear(): void {
    this.turns.clear();
    for (const map of [this.threads, this.arrivals, this.keys]) map.clear();
    for (const set of [this.stopWanted, this.again]) set.clear();
    for (const chatId of this.watchers.keys()) this.touch(chatId);
  }

  forget(chatId: string): void {
    this.threads.delete(chatId);
    this.turns.endAllIn(chatId);
    this.touch(chatId);
  }

  /** Reads the newest page, at first and whenever something may have been missed. */
  async load(chatId: string): Promise<void> {
    if (this.arrivals.has(chatId)) return void this.again.add(chatId);
    this.arrivals.set(chatId, []);
    if (this.get(chatId).phase !== "loaded") this.change(chatId, { phase: "loading", problem: null });
    try {
      const page = await this.fetchPage(chatId, null);
      if (!this.arrivals.has(chatId)) return;
      this.take(chatId, page.results.toReversed(), page.next_cursor);
    } catch (error) {
      if (this.get(chatId).phase !== "loaded") this.change(chatId, { phase: "failed", problem: explain(error) });
    } finally {
      this.arrivals.delete(chatId);
    }
    if (this.again.delete(chatId)) await this.load(chatId);
  }

  async loadOlder(chatId: string): Promise<void> {
    const { older } = this.get(chatId);
    if (older.loading || older.cursor === null) return;
    this.change(chatId, { older: { ...older, loading: true, problem: null } });
    try {
      const page = await this.fetchPage(chatId, older.cursor);
      this.change(chatId, {
        messages: prepend(this.get(chatId).messages, page.results.toReversed()),
        older: { cursor: page.next_cursor, loading: false, problem: null },
      });
    } catch (error) {
      this.change(chatId, { older: { ...older, loading: false, problem: explain(error) } });
    }
  }

  send(chatId: string, content: string): void {
    const client_id = uuid();
    const created_at = new Date().toISOString();
    this.change(chatId, {
      outgoing: [...this.get(chatId).outgoing, { client_id, content, created_at, problem: null }],
      notice: null,
    });
    this.wire.post({ type: "message", chat_id: chatId, content, client_id });
  }

  /** Sends a refused message again; the refused one was never stored. */
  resend(chatId: string, clientId: string): void {
    const found = this.get(chatId).outgoing.find((one) => one.client_id === clientId);
    if (!found) return;
    this.discard(chatId, clientId);
    this.send(chatId, found.content);
  }

  discard(chatId: string, clientId: string): void {
    this.change(chatId, { outgoing: this.get(chatId).outgoing.filter((one) => one.client_id !== clientId) });
  }

  stop(chatId: string): void {
    this.change(chatId, { stopping: true });
    const turnId = this.turns.idsIn(chatId)[0];
    // Before its first word a turn may have no name here yet: stop it as soon as it has one.
    if (turnId) this.stopNow(turnId);
    else this.stopWanted.add(chatId);
  }

  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "message":
        return this.accepted(frame.message, frame.client_id, frame.turn_id);
      case "typing":
        if (frame.turn_id) this.name(frame.turn_id, frame.chat_id);
        return this.change(frame.chat_id, { typing: frame.is_typing && this.get(frame.chat_id).live === null });
      case "token":
        return this.delta(frame);
      case "done":
        return this.ended(frame.turn_id, frame.message);
      case "error":
        return this.failed(frame);
      case "event":
        if (frame.kind === "turn.started" && frame.turn_id && frame.chat_id) this.name(frame.turn_id, frame.chat_id);
        if (frame.message && frame.kind !== "message.deleted") this.put(frame.message);
        else if (frame.chat_id && frame.kind.startsWith("message.")) this.reread(frame.chat_id);
    }
  }

  private accepted(message: Message, clientId?: string, turnId?: string): void {
    if (clientId) {
      if (this.get(message.chat).outgoing.some((one) => one.client_id === clientId))
        this.keys.set(message.id, clientId);
      this.discard(message.chat, clientId);
    }
    this.put(message);
    if (turnId) this.name(turnId, message.chat);
  }

  private delta(frame: TokenFrame): void {
    const turn = this.name(frame.turn_id, frame.chat_id);
    if (!turn) return;
    const result = turn.buffer.add(frame.index, frame.content);
    if (result === "seen") return;
    if (result === "gap" && turn.asked < turn.buffer.wanted) {
      turn.asked = turn.buffer.wanted;
      this.wire.resume();
    }
    if (turn.buffer.wanted === 0) return;
    this.change(frame.chat_id, { typing: false, live: { turn_id: frame.turn_id, content: turn.buffer.content } });
  }

  /** The finished message wins over whatever was put together from deltas. */
  private ended(turnId: string, message: Message): void {
    this.turns.end(turnId);
    if (this.get(message.chat).live?.turn_id === turnId) this.keys.set(message.id, turnId);
    this.rest(message.chat);
    this.put(message);
  }

  private failed(frame: ErrorFrame): void {
    if (frame.client_id) return this.refused(frame.client_id, frame.detail);
    if (!frame.turn_id || this.turns.hasEnded(frame.turn_id)) return;
    const chatId = frame.chat_id ?? this.turns.find(frame.turn_id)?.chatId ?? this.onlyTyping();
    this.turns.end(frame.turn_id);
    if (!chatId) return;
    this.rest(chatId, { code: frame.code, detail: frame.detail });
    this.reread(chatId);
  }

  /** Not accepted, so not stored: the words stay here until they are sent again or discarded. */
  private refused(clientId: string, problem: string): void {
    for (const [chatId, thread] of this.threads) {
      if (!thread.outgoing.some((one) => one.client_id === clientId)) continue;
      const outgoing = thread.outgoing.map((one) => (one.client_id === clientId ? { ...one, problem } : one));
      this.change(chatId, { outgoing });
    }
  }

  /** A turn that fails before its first word may never have been named here. */
  private onlyTyping(): string | null {
    const typing = [...this.threads].filter(([, thread]) => thread.typing);
    return typing.length === 1 ? (typing[0]?.[0] ?? null) : null;
  }

  private rest(chatId: string, notice: Thread["notice"] = null): void {
    this.stopWanted.delete(chatId);
    this.change(chatId, { live: null, typing: false, stopping: false, notice });
  }

  private put(message: Message): void {
    this.arrivals.get(message.chat)?.push(message);
    const thread = this.threads.get(message.chat);
    if (!thread || thread.phase === "new") return;
    const messages = upsert(thread.messages, message);
    if (messages) this.change(message.chat, { messages });
    else this.reread(message.chat);
  }

  private take(chatId: string, page: Message[], cursor: string | null): void {
    const before = this.get(chatId);
    const { path, connected } = layOver(before.messages, page);
    const arrived = this.arrivals.get(chatId) ?? [];
    const messages = arrived.reduce<Message[]>((all, one) => upsert(all, one) ?? all, path);
    this.change(chatId, {
      messages,
      phase: "loaded",
      problem: null,
      older: connected ? before.older : { cursor, loading: false, problem: null },
    });
    this.settle(chatId, messages);
  }

  /** A reply whose `done` was missed while away: the page already has its final text. */
  private settle(chatId: string, messages: readonly Message[]): void {
    const last = messages.at(-1);
    if (last?.role !== "assistant" || last.status === "streaming") return;
    for (const turnId of this.turns.endAllIn(chatId)) this.keys.set(last.id, turnId);
    this.rest(chatId, this.get(chatId).notice);
  }

  private reread(chatId: string): void {
    if (this.threads.has(chatId)) void this.load(chatId);
  }

  /** A turn that shows itself; a stop asked for before is carried out now. */
  private name(turnId: string, chatId: string): Turn | null {
    if (this.turns.hasEnded(turnId)) return null;
    const turn = this.turns.begin(turnId, chatId);
    if (this.stopWanted.delete(chatId)) this.stopNow(turnId);
    return turn;
  }

  private stopNow(turnId: string): void {
    if (this.wire.send({ type: "stop", turn_id: turnId })) return;
    stopTurn(turnId).catch(() => {
      const turn = this.turns.find(turnId);
      if (turn) this.change(turn.chatId, { stopping: false });
    });
  }

  private change(chatId: string, part: Partial<Thread>): void {
    this.threads.set(chatId, { ...this.get(chatId), ...part });
    this.touch(chatId);
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
