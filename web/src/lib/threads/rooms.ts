import type { AnyFrame, EventFrame, PeopleFrame } from "@/api/frames";
import {
  changePeopleMessage,
  deletePeopleMessage,
  fetchPeopleMessages,
  reactToPeople,
  sayToPeople,
  unreactToPeople,
} from "@/api/people";
import { ApiError, explain } from "@/api/problem";
import type { Message, PeopleMessage, Reaction } from "@/api/types";
import { Conversations, type Wire } from "./conversations";
import type { Outbox, Unsent } from "./outbox";
import type { Placed } from "./path";

/** What the server does with a message; tests bring their own. */
export type RoomCalls = {
  fetchPage: typeof fetchPeopleMessages;
  say: typeof sayToPeople;
  change: typeof changePeopleMessage;
  remove: typeof deletePeopleMessage;
  react: typeof reactToPeople;
  unreact: typeof unreactToPeople;
};

const overHttp: RoomCalls = {
  fetchPage: fetchPeopleMessages,
  say: sayToPeople,
  change: changePeopleMessage,
  remove: deletePeopleMessage,
  react: reactToPeople,
  unreact: unreactToPeople,
};

export const isPeoples = (message: Message | PeopleMessage): message is PeopleMessage => "sender" in message;

/** Conversations between people: each a line of messages, in the order of their numbers. In a group, agents answer in it too. */
export class Rooms extends Conversations<PeopleMessage> {
  private readonly known = new Set<string>();

  constructor(
    wire: Wire,
    outbox: Outbox,
    schedule?: (flush: () => void) => void,
    private readonly calls: RoomCalls = overHttp,
  ) {
    super("people", wire, outbox, calls.fetchPage, schedule);
  }

  /** Whether this is about one of these. */
  owns(frame: AnyFrame): frame is PeopleFrame {
    if ("message" in frame && frame.message) return isPeoples(frame.message);
    // Agents type in a turn, people without one.
    if (frame.type === "typing" && !frame.turn_id) return true;
    if ("chat_id" in frame && frame.chat_id && this.known.has(frame.chat_id)) return true;
    if ("turn_id" in frame && frame.turn_id && this.turns.knows(frame.turn_id)) return true;
    return frame.type === "error" && Boolean(frame.client_id && this.outbox.find(frame.client_id)?.people);
  }

  override clear(): void {
    super.clear();
    this.known.clear();
  }

  override load(chatId: string, until: string | null = null): Promise<void> {
    this.known.add(chatId);
    return super.load(chatId, until);
  }

  /** Reads on until a message is there; false when it is too far back, or gone. */
  async reveal(chatId: string, messageId: string): Promise<boolean> {
    const isThere = () => this.get(chatId).messages.some((one) => one.id === messageId);
    if (!isThere()) await this.load(chatId, messageId);
    return isThere();
  }

  /** Shown at once, and as it was when it is refused. */
  async change(message: PeopleMessage, content: string): Promise<void> {
    this.put({ ...message, content, edited_at: new Date().toISOString() });
    await this.orBack(message, async () => this.put(await this.calls.change(message.chat, message.id, content)));
  }

  async remove(message: PeopleMessage): Promise<void> {
    await this.calls.remove(message.chat, message.id);
    this.gone(message.chat, message.id);
  }

  /** Adds my reaction, or takes it back: at once, and for good when the server has it. */
  async react(message: PeopleMessage, emoji: string): Promise<void> {
    const mine = message.reactions.some((one) => one.emoji === emoji && one.mine);
    this.put({ ...message, reactions: reacted(message.reactions, emoji, !mine) });
    await this.orBack(message, async () => {
      if (mine) await this.calls.unreact(message.chat, message.id, emoji);
      else this.put(await this.calls.react(message.chat, message.id, emoji));
    });
  }

  override receive(frame: PeopleFrame): void {
    switch (frame.type) {
      case "message":
        this.acknowledge(frame.client_id ?? frame.message.client_id, frame.message.id);
        return this.put(frame.message);
      case "typing":
        if (!frame.turn_id || !this.name(frame.turn_id, frame.chat_id)) return;
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

  private happened({ kind, turn_id, chat_id, message, message_id, load_messages }: EventFrame<PeopleMessage>): void {
    if (load_messages && chat_id) this.reread(chat_id);
    if (kind === "turn.started" && turn_id && chat_id) this.name(turn_id, chat_id);
    if (kind === "message.deleted" && chat_id && message_id) this.gone(chat_id, message_id);
    else if (message) this.put(message);
  }

  protected override put(message: PeopleMessage): void {
    this.known.add(message.chat);
    super.put(message);
  }

  protected override place(
    path: readonly PeopleMessage[],
    message: PeopleMessage,
    isWhole: boolean,
  ): Placed<PeopleMessage> {
    const known = path.findIndex((one) => one.id === message.id);
    if (known >= 0) return { path: path.with(known, message), sure: true };
    const at = path.findLastIndex((one) => one.seq < message.seq) + 1;
    // Older than what was read: it comes with its own page, if anybody goes that far back.
    if (at === 0 && !isWhole) return { path, sure: true };
    return { path: path.toSpliced(at, 0, message), sure: true };
  }

  protected override gone(chatId: string, messageId: string): void {
    if (!this.store.has(chatId)) return;
    this.store.change(chatId, { messages: this.get(chatId).messages.filter((one) => one.id !== messageId) });
    // A page on its way may still have it.
    if (this.reader.isReading(chatId)) this.reread(chatId);
  }

  protected override deliver(message: Unsent): boolean {
    if (!this.wire.isReady()) return false;
    void this.say(message);
    return true;
  }

  private async say({ chat_id, client_id, content, reply_to }: Unsent): Promise<void> {
    try {
      const message = await this.calls.say(chat_id, { content, client_id, ...(reply_to && { reply_to }) });
      this.acknowledge(client_id, message.id);
      this.put(message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 0 || error.status >= 500) return this.outbox.lost(client_id);
      this.outbox.refuse({
        type: "error",
        code: error.code,
        detail: explain(error),
        client_id,
        ...(error.retryAfter && { retry_after: error.retryAfter }),
      });
    }
  }

  /** An agent that writes keeps nobody from talking. */
  protected override isClosed(): boolean {
    return false;
  }

  protected override liveKey(_turnId: string, messageId: string): string {
    return this.keyOf(messageId);
  }

  protected override settle(chatId: string, ranBefore: readonly string[]): void {
    const writes = this.get(chatId).messages.some((one) => one.status === "streaming");
    if (writes && this.turns.expectIn(chatId)) return this.wire.resume();
    const running = this.turns.idsIn(chatId);
    if (writes || running.length === 0 || !running.every((turnId) => ranBefore.includes(turnId))) return;
    this.turns.endAllIn(chatId);
    this.rest(chatId, this.get(chatId).notice);
  }

  private async orBack(before: PeopleMessage, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.put(before);
      this.reread(before.chat);
      throw error;
    }
  }
}

/** These reactions with mine added, or without it. */
export function reacted(reactions: readonly Reaction[], emoji: string, on: boolean): Reaction[] {
  const known = reactions.find((one) => one.emoji === emoji);
  if (!known) return on ? [...reactions, { emoji, count: 1, mine: true }] : [...reactions];
  if (known.mine === on) return [...reactions];
  const next = { emoji, count: known.count + (on ? 1 : -1), mine: on };
  return reactions.map((one) => (one === known ? next : one)).filter((one) => one.count > 0);
}
