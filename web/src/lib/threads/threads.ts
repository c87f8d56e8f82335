import { deleteMessage, editMessage, fetchMessages, regenerateMessage, selectMessage } from "@/api/chats";
import type { EventFrame, ServerFrame } from "@/api/frames";
import { ApiError } from "@/api/problem";
import type { Message } from "@/api/types";
import { uuid } from "../uuid";
import { Conversations, type Wire } from "./conversations";
import type { Outbox, Unsent } from "./outbox";
import { cutFrom, type Placed, place } from "./path";
import { isBusy, type Thread } from "./thread";

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

/** Conversations with agents: each a tree, of which one path is shown. */
export class Threads extends Conversations<Message> {
  /** Where another branch is being brought in as a whole: piece by piece, its row would go and come under the reader's focus. */
  private readonly turning = new Set<string>();

  constructor(
    wire: Wire,
    outbox: Outbox,
    schedule?: (flush: () => void) => void,
    private readonly calls: MessageCalls = overHttp,
  ) {
    super("agents", wire, outbox, calls.fetchPage, schedule);
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

  override receive(frame: ServerFrame): void {
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
    this.acknowledge(clientId, message.id);
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

  protected override gone(chatId: string, messageId: string): void {
    if (!this.store.has(chatId)) return;
    const messages = cutFrom(this.get(chatId).messages, messageId);
    this.store.change(chatId, { messages });
    // A page on its way may still have it; and a branch may go on above what was read.
    if (this.reader.isReading(chatId) || messages.length === 0) this.reread(chatId);
  }

  protected override place(path: readonly Message[], message: Message): Placed<Message> {
    return place(path, message);
  }

  protected override deliver({ chat_id, content, client_id, with_context }: Unsent): boolean {
    const besides = with_context && { include_related_chat_context: true };
    return this.wire.send({ type: "message", chat_id, content, client_id, ...besides });
  }

  protected override isClosed(chatId: string): boolean {
    return isBusy(this.get(chatId)) || this.turns.idsIn(chatId).length > 0;
  }

  /** After a page was read: a reply that is being written is followed, one whose `done` was missed while away is over. */
  protected override settle(chatId: string, ranBefore: readonly string[]): void {
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
}
