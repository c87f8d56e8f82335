import { stopTurn } from "@/api/chats";
import type { ClientFrame, ErrorFrame, ServerFrame, TokenFrame, TurnPosition } from "@/api/frames";
import type { Besides, Outbox, Unsent } from "./outbox";
import type { Placed } from "./path";
import { type FetchPage, Reader } from "./reader";
import { type AnyMessage, isBusy, type Thread } from "./thread";
import { ThreadStore } from "./thread-store";
import { type Turn, Turns } from "./turns";

export type Wire = {
  send(frame: ClientFrame): boolean;
  /** Asks again for everything not seen yet. */
  resume(): void;
  isReady(): boolean;
};

/**
 * Every conversation of one kind read in this visit, kept right by the socket. Without the socket's replay it stays right too:
 * the open one is read again after each reconnect, messages are put in by id, and deltas count once by index.
 */
export abstract class Conversations<M extends AnyMessage> {
  protected readonly store: ThreadStore<M>;
  protected readonly reader: Reader<M>;
  protected readonly turns = new Turns();
  protected readonly stopWanted = new Set<string>();

  protected constructor(
    private readonly kind: "agents" | "people",
    protected readonly wire: Wire,
    readonly outbox: Outbox,
    fetchPage: FetchPage<M>,
    schedule?: (flush: () => void) => void,
  ) {
    this.store = new ThreadStore(schedule);
    this.reader = new Reader(
      this.store,
      fetchPage,
      (path, message, isWhole) => this.place(path, message, isWhole),
      (chatId) => this.turns.idsIn(chatId),
      (chatId, ranBefore) => this.settle(chatId, ranBefore),
    );
    outbox.serve(kind, {
      send: (message) => this.deliver(message),
      isBusy: (chatId) => this.isClosed(chatId),
      changed: (chatId) => this.store.change(chatId, { outgoing: outbox.in(chatId) }),
    });
  }

  /** Puts one message where it belongs. `isWhole`: nothing older is still to be read. */
  protected abstract place(path: readonly M[], message: M, isWhole: boolean): Placed<M>;

  /** A message is not there any more. */
  protected abstract gone(chatId: string, messageId: string): void;

  /** Sends what waits; false when it can't go now. */
  protected abstract deliver(message: Unsent): boolean;

  /** Whether a message would be refused now. */
  protected abstract isClosed(chatId: string): boolean;

  /** After a page was read: what has begun or ended while nobody listened. */
  protected abstract settle(chatId: string, ranBefore: readonly string[]): void;

  get(chatId: string): Thread<M> {
    return this.store.get(chatId);
  }

  watch(chatId: string, listener: () => void): () => void {
    return this.store.watch(chatId, listener);
  }

  keyOf(messageId: string): string {
    return this.store.keyOf(messageId);
  }

  /** Where each reply in flight stands, for resuming; null when whatever runs is wanted from its beginning. */
  positions(): TurnPosition[] | null {
    return this.turns.positions();
  }

  clear(): void {
    this.turns.clear();
    this.reader.clear();
    this.stopWanted.clear();
    this.store.clear();
  }

  forget(chatId: string): void {
    this.turns.endAllIn(chatId);
    this.outbox.discardIn(chatId);
    this.store.drop(chatId);
  }

  /** Too much was missed to be told: what nobody looks at is read anew when somebody does, or has something to send there. */
  lostTrack(): void {
    for (const [chatId] of this.store.all()) {
      if (this.store.isWatched(chatId)) continue;
      this.turns.endAllIn(chatId);
      this.store.drop(chatId);
    }
    for (const chatId of this.outbox.chats(this.kind)) {
      this.store.change(chatId, { outgoing: this.outbox.in(chatId) });
      void this.load(chatId);
    }
  }

  /** Reads the newest page (and back to `until`), at first and whenever something may have been missed. */
  load(chatId: string, until: string | null = null): Promise<void> {
    return this.reader.load(chatId, until);
  }

  loadOlder(chatId: string): Promise<void> {
    return this.reader.loadOlder(chatId);
  }

  /** Says it now, or as soon as it can be; false when too much is waiting for that already. */
  send(chatId: string, content: string, besides: Besides = {}): boolean {
    this.store.change(chatId, { notice: null });
    return this.outbox.add(chatId, content, this.kind, besides);
  }

  stop(chatId: string): void {
    this.store.change(chatId, { stopping: true });
    const turnId = this.turns.idsIn(chatId)[0];
    // Before its first word a turn may have no name here yet: stop it as soon as it has one.
    if (turnId) this.stopNow(turnId);
    else this.stopWanted.add(chatId);
  }

  disconnected(): void {
    // Nobody wants a stop to meet a reply that begins an hour later.
    for (const chatId of this.stopWanted) this.store.change(chatId, { stopping: false });
    this.stopWanted.clear();
  }

  abstract receive(frame: ServerFrame<M>): void;

  protected acknowledge(clientId: string | null | undefined, messageId: string): void {
    if (!clientId) return;
    // Its place first: what follows may be sent, and shown, by the acknowledgement.
    if (this.outbox.find(clientId)) this.store.keepPlace(messageId, clientId);
    this.outbox.acknowledge(clientId);
  }

  protected delta(frame: TokenFrame): void {
    const turn = this.name(frame.turn_id, frame.chat_id);
    if (!turn) return;
    const result = turn.buffer.add(frame.index, frame.content);
    if (result === "seen") return;
    if (result === "gap" && turn.asked < turn.buffer.wanted) {
      turn.asked = turn.buffer.wanted;
      this.wire.resume();
    }
    if (turn.buffer.wanted === 0) return;
    this.store.change(frame.chat_id, {
      typing: false,
      live: { turn_id: frame.turn_id, content: turn.buffer.content },
    });
  }

  /** The finished message wins over whatever was put together from deltas. */
  protected ended(turnId: string, message: M): void {
    this.turns.end(turnId);
    if (this.get(message.chat).live?.turn_id === turnId)
      this.store.keepPlace(message.id, this.liveKey(turnId, message.id));
    this.rest(message.chat);
    this.put(message);
    this.outbox.turnEnded(message.chat);
  }

  /** What the row of a reply in flight is known by. */
  protected liveKey(turnId: string, _messageId: string): string {
    return turnId;
  }

  protected failed(frame: ErrorFrame): void {
    if (frame.client_id) {
      const inTheWay = this.outbox.refuse(frame);
      // What runs there may have been begun elsewhere: read on, to see its end.
      if (inTheWay) this.reread(inTheWay);
      return;
    }
    if (!frame.turn_id || this.turns.hasEnded(frame.turn_id)) return;
    const chatId = frame.chat_id ?? this.turns.find(frame.turn_id)?.chatId ?? this.onlyBusy();
    this.turns.end(frame.turn_id);
    if (!chatId) return;
    this.rest(chatId, { code: frame.code, detail: frame.detail });
    this.reread(chatId);
    this.outbox.turnEnded(chatId);
  }

  /** A turn that fails before its first word may never have been named here. */
  private onlyBusy(): string | null {
    const busy = this.store.all().filter(([, thread]) => isBusy(thread));
    return busy.length === 1 ? (busy[0]?.[0] ?? null) : null;
  }

  protected rest(chatId: string, notice: Thread["notice"] = null): void {
    this.stopWanted.delete(chatId);
    this.store.change(chatId, { live: null, typing: false, stopping: false, notice });
  }

  protected put(message: M): void {
    this.reader.arrived(message);
    const { phase, messages, older } = this.get(message.chat);
    if (phase === "new") return;
    const { path, sure } = this.place(messages, message, older.cursor === null);
    this.store.change(message.chat, { messages: path });
    if (!sure) this.reread(message.chat);
  }

  protected reread(chatId: string): void {
    if (this.store.has(chatId)) void this.load(chatId);
  }

  /** A turn that shows itself; a stop asked for before is carried out now. */
  protected name(turnId: string, chatId: string): Turn | null {
    if (this.turns.hasEnded(turnId)) return null;
    const turn = this.turns.begin(turnId, chatId);
    if (this.stopWanted.delete(chatId)) this.stopNow(turnId);
    return turn;
  }

  private stopNow(turnId: string): void {
    if (this.wire.send({ type: "stop", turn_id: turnId })) return;
    stopTurn(turnId).catch(() => {
      const turn = this.turns.find(turnId);
      if (turn) this.store.change(turn.chatId, { stopping: false });
    });
  }
}
