import type { TurnPosition } from "@/api/frames";
import { TurnBuffer } from "./turn-buffer";

export type Turn = {
  chatId: string;
  buffer: TurnBuffer;
  /** The index a gap was last asked for. */
  asked: number;
};

/** The replies in flight, by turn id. One that has ended stays ended: what comes late for it is not heard. */
export class Turns {
  private readonly open = new Map<string, Turn>();
  private readonly ended = new Set<string>();
  /** Chats where a reply is on its way whose turn is not known here: it began before this page was there. */
  private readonly unnamed = new Set<string>();

  find(turnId: string): Turn | null {
    return this.open.get(turnId) ?? null;
  }

  /** One of these, running or over. */
  knows(turnId: string): boolean {
    return this.open.has(turnId) || this.ended.has(turnId);
  }

  hasEnded(turnId: string): boolean {
    return this.ended.has(turnId);
  }

  /** The turn of this id, begun if it is new. */
  begin(turnId: string, chatId: string): Turn {
    this.unnamed.delete(chatId);
    const known = this.open.get(turnId);
    if (known) return known;
    const turn = { chatId, buffer: new TurnBuffer(), asked: -1 };
    this.open.set(turnId, turn);
    return turn;
  }

  /** False when what runs in this chat is known or asked for already. */
  expectIn(chatId: string): boolean {
    if (this.unnamed.has(chatId) || this.idsIn(chatId).length > 0) return false;
    this.unnamed.add(chatId);
    return true;
  }

  end(turnId: string): void {
    this.ended.add(turnId);
    const turn = this.open.get(turnId);
    if (turn) this.unnamed.delete(turn.chatId);
    this.open.delete(turnId);
  }

  /** Nothing runs in this chat any more. */
  endAllIn(chatId: string): void {
    this.unnamed.delete(chatId);
    for (const turnId of this.idsIn(chatId)) this.end(turnId);
  }

  idsIn(chatId: string): string[] {
    return [...this.open].filter(([, turn]) => turn.chatId === chatId).map(([turnId]) => turnId);
  }

  /** Where each stands. Null, while one is not known here: then whatever runs is wanted from its beginning. */
  positions(): TurnPosition[] | null {
    if (this.unnamed.size > 0) return null;
    return [...this.open].map(([turn_id, turn]) => ({ turn_id, index: turn.buffer.wanted }));
  }

  clear(): void {
    this.open.clear();
    this.ended.clear();
    this.unnamed.clear();
  }
}
