import { deleteMessage, editMessage, fetchMessages, regenerateMessage, selectMessage, stopTurn } from "@/api/chats";
import type { ClientFrame, ErrorFrame, EventFrame, ServerFrame, TokenFrame, TurnPosition } from "@/api/frames";
import { ApiError } from "@/api/problem";
import type { Message } from "@/api/types";
import { uuid } from "../uuid";
import { Outbox } from "./outbox";
import { inBrowser, type OutboxStorage } from "./outbox-storage";
import { cutFrom, place } from "./path";
import { Reader } from "./reader";
import { isBusy, type Thread } from "./thread";
import { ThreadStore } from "./thread-store";
import { type Turn, Turns } from "./turns";

export type Wire = {
  send(frame: ClientFrame): boolean;
  /** Asks again for everything not seen yet. */
  resume(): void;
};

/** What the server does with a message; tests bring their own. */
export type MessageCalls = {
  fetchPage: typeof fetchMessages;
  edit: typeof editMessage;
  regenerate: typeof regenerateMessage;
  select: typeof selectMessage;
  remove: typeof deleteMessage;
};

const overHttp: MessageCalls = {
  fetchPage: fetchMessages,
  edit: editMessage,
  regenerate: regenerateMessage,
  select: selectMessage,
  remove: deleteMessage,
};

/**
 * Every conversation read in this visit, kept right by the socket. Without the socket's replay it stays right too:
 * the open one is read again after each reconnect, messages are put in by id, and deltas count once by index.
 */
export class Threads {
  private readonly store: ThreadStore;
  private readonly reader: Reader;
  private readonly turns = new Turns();
  private readonly stopWanted = new Set<string>();
  /** Where another branch is being brought in as a whole: piece by piece, its row would go and come under the reader's focus. */
  private readonly turning = new Set<string>();
  readonly outbox: Outbox;

  constructor(
    private readonly wire: Wire,
    schedule?: (flush: () => void) => void,
    private readonly calls: MessageCalls = overHttp,
    storage: OutboxStorage = inBrowser,
  ) {
    this.store = new ThreadStore(schedule);
    this.reader = new Reader(
      this.store,
      calls.fetchPage,
      (chatId) => this.turns.idsIn(chatId),
      (chatId, ranBefore) => this.settle(chatId, ranBefore),
    );
    this.outbox = new Outbox(
      {
        send: (frame) => this.wire.send(frame),
        isBusy: (chatId) => isBusy(this.get(chatId)) || this.turns.idsIn(chatId).length > 0,
        changed: (chatId) => this.store.change(chatId, { outgoing: this.outbox.in(chatId) }),
      },
      storage,
    );
  }

  get(chatId: string): Thread {
    return this.store.get(chatId);
  }

  watch(chatId: string, listener: () => void): () => void {
    return this.store.watch(chatId, listener);
  }

  keyOf(messageId: string): string {
    return this.store.keyOf(messageId);
  }

  /** Where each reply in flight stands, for resuming. */
  positions(): TurnPosition[] {
    return this.turns.positions();
  }

  clear(): void {
    this.outbox.close();
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
    for (const chatId of this.outbox.chats()) {
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
  send(chatId: string, content: string): boolean {
    this.store.change(chatId, { notice: null });
    return this.outbox.add(chatId, content);
  }

  /** Other words in the place of a message: a new branch, answered like any. What was there is back when it is refused. */
  async edit(chatId: string, messageId: string, content: string): Promise<void> {
    const edit = { client_id: uuid(), content, created_at: new Date().toISOString() };
    await this.branch(chatId, messageId, { edit }, () => this.calls.edit(chatId, messageId, content, edit.client_id));
  }

  /** Another answer beside this one; a message that has none yet is named itself. */
  async regenerate(chatId: string, messageId: string): Promise<void> {
    const { messages } = this.get(chatId);
    const at = messages.findIndex((one) => one.id === messageId);
    const first = messages[at]?.role === "user" ? messages[at + 1]?.id : messageId;
    await this.branch(chatId, first, { typing: true }, () => this.calls.regenerate(chatId, messageId));
  }

  /** Shows another branch, in the place of the message shown now. */
  async select(chatId: string, shown: string, wanted: string): Promise<void> {
    this.turning.add(chatId);
    try {
      await this.calls.select(chatId, wanted);
      this.store.keepPlace(wanted, this.keyOf(shown));
      await this.load(chatId, wanted);
    } catch (error) {
      this.reread(chatId);
      throw error;
    } finally {
      this.turning.delete(chatId);
    }
    if (!this.get(chatId).messages.some((one) => one.id === wanted))
      throw new ApiError(0, "offline", "That version could not be read. Please try again.");
  }

  /** Reads on until a message is there, on whatever branch; false when it is too far back. */
  async reveal(chatId: string, messageId: string): Promise<boolean> {
    const isThere = () => this.get(chatId).messages.some((one) => one.id === messageId);
    if (isThere()) return true;
    await this.load(chatId, messageId);
    const { phase, older } = this.get(chatId);
    if (isThere() || phase !== "loaded" || older.cursor !== null) return isThere();
    // Read to its beginning, and not on this branch.
    await this.select(chatId, messageId, messageId);
    return true;
  }

  /** Removes a message with everything after it. */
  async remove(chatId: string, messageId: string): Promise<void> {
    await this.calls.remove(chatId, messageId);
    this.gone(chatId, messageId);
    await this.load(chatId);
  }

  stop(chatId: string): void {
    this.store.change(chatId, { stopping: true });
    const turnId = this.turns.idsIn(chatId)[0];
    // Before its first word a turn may have no name here yet: stop it as soon as it has one.
    if (turnId) this.stopNow(turnId);
    else this.stopWanted.add(chatId);
  }

  disconnected(): void {
    this.outbox.disconnected();
    // Nobody wants a stop to meet a reply that begins an hour later.
    for (const chatId of this.stopWanted) this.store.change(chatId, { stopping: false });
    this.stopWanted.clear();
  }

  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "message":
        return this.accepted(frame.message, frame.client_id, frame.turn_id);
      case "typing":
        if (frame.turn_id && !this.name(frame.turn_id, frame.chat_id)) return;
        return this.store.change(frame.chat_id, { typing: frame.is_typing && this.get(frame.chat_id).live === null });
      case "token":
        return this.delta(frame);
      case "done":
        return this.ended(frame.turn_id, frame.message);
      case "error":
        return this.failed(frame);
      case "event":
        return this.happened(frame);
    }
  }

  private happened({ kind, turn_id, chat_id, message, message_id, load_messages }: EventFrame): void {
    if (load_messages && chat_id) this.reread(chat_id);
    if (kind === "turn.started" && turn_id && chat_id) this.name(turn_id, chat_id);
    if (chat_id && this.turning.has(chat_id) && (kind === "message.deleted" || kind === "message.updated")) return;
    if (kind === "message.deleted" && chat_id && message_id) this.gone(chat_id, message_id);
    else if (message) this.put(message);
  }

  private accepted(message: Message, clientId?: string, turnId?: string): void {
    if (clientId && this.outbox.acknowledge(clientId)) this.store.keepPlace(message.id, clientId);
    if (clientId && this.get(message.chat).edit?.client_id === clientId) {
      this.store.keepPlace(message.id, clientId);
      this.store.change(message.chat, { edit: null });
    }
    this.put(message);
    if (turnId) this.name(turnId, message.chat);
  }

  /** A new branch in the place of a message and what follows it. */
  private async branch(
    chatId: string,
    first: string | undefined,
    meanwhile: Partial<Thread>,
    begin: () => ReturnType<typeof editMessage>,
  ): Promise<void> {
    const before = this.get(chatId).messages;
    this.store.change(chatId, { messages: first ? cutFrom(before, first) : before, notice: null, ...meanwhile });
    try {
      const { turn_id, user_message } = await begin();
      this.accepted(user_message, this.get(chatId).edit?.client_id, turn_id);
    } catch (error) {
      this.store.change(chatId, { messages: before, edit: null, typing: false, stopping: false });
      this.stopWanted.delete(chatId);
      this.reread(chatId);
      this.outbox.flush();
      throw error;
    }
  }

  private gone(chatId: string, messageId: string): void {
    if (!this.store.has(chatId)) return;
    const messages = cutFrom(this.get(chatId).messages, messageId);
    this.store.change(chatId, { messages });
    // A page on its way may still have it; and a branch may go on above what was read.
    if (this.reader.isReading(chatId) || messages.length === 0) this.reread(chatId);
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
    this.store.change(frame.chat_id, {
      typing: false,
      live: { turn_id: frame.turn_id, content: turn.buffer.content },
    });
  }

  /** The finished message wins over whatever was put together from deltas. */
  private ended(turnId: string, message: Message): void {
    this.turns.end(turnId);
    if (this.get(message.chat).live?.turn_id === turnId) this.store.keepPlace(message.id, turnId);
    this.rest(message.chat);
    this.put(message);
    this.outbox.turnEnded(message.chat);
  }

  private failed(frame: ErrorFrame): void {
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

  private rest(chatId: string, notice: Thread["notice"] = null): void {
    this.stopWanted.delete(chatId);
    this.store.change(chatId, { live: null, typing: false, stopping: false, notice });
  }

  private put(message: Message): void {
    this.reader.arrived(message);
    if (this.get(message.chat).phase === "new") return;
    const { path, sure } = place(this.get(message.chat).messages, message);
    this.store.change(message.chat, { messages: path });
    if (!sure) this.reread(message.chat);
  }

  /** After a page was read: a reply that is being written is followed, one whose `done` was missed while away is over. */
  private settle(chatId: string, ranBefore: readonly string[]): void {
    const last = this.get(chatId).messages.at(-1);
    if (last?.status === "streaming") {
      if (this.turns.expectIn(chatId)) this.wire.resume();
      return;
    }
    const running = this.turns.idsIn(chatId);
    // A turn that began while the page was on its way is not in the page.
    if (last?.role === "assistant" && running.every((turnId) => ranBefore.includes(turnId))) {
      const { live, notice } = this.get(chatId);
      if (live) this.store.keepPlace(last.id, live.turn_id);
      this.turns.endAllIn(chatId);
      this.rest(chatId, notice);
    }
    if (!isBusy(this.get(chatId))) this.outbox.turnEnded(chatId);
  }

  private reread(chatId: string): void {
    if (this.store.has(chatId)) void this.load(chatId);
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
      if (turn) this.store.change(turn.chatId, { stopping: false });
    });
  }
}
