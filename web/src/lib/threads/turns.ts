import type { TurnPosition } from "@/api/frames";
import { type Running, runningInTab } from "./running";
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

  constructor(private readonly running: Running = runningInTab) {
    for (const [turnId, chatId] of running.read()) this.open.set(turnId, newTurn(chatId));
  }

  find(turnId: string): Turn | null {
    return this.open.get(turnId) ?? null;
  }

  hasEnded(turnId: string): boolean {
    return this.ended.has(turnId);
  }

  /** The turn of this id, begun if it is new. */
  begin(turnId: string, chatId: string): Turn {
    const known = this.open.get(turnId);
    if (known) return known;
    const turn = newTurn(chatId);
    this.open.set(turnId, turn);
    this.remember();
    return turn;
  }

  end(turnId: string): void {
    this.ended.add(turnId);
    if (this.open.delete(turnId)) this.remember();
  }

  /** Ends what is in flight in a chat, and says what that was. */
  endAllIn(chatId: string): string[] {
    const ids = this.idsIn(chatId);
    for (const turnId of ids) this.end(turnId);
    return ids;
  }

  idsIn(chatId: string): string[] {
    return [...this.open].filter(([, turn]) => turn.chatId === chatId).map(([turnId]) => turnId);
  }

  positions(): TurnPosition[] {
    return [...this.open].map(([turn_id, turn]) => ({ turn_id, index: turn.buffer.wanted }));
  }

  clear(): void {
    this.open.clear();
    this.ended.clear();
    this.remember();
  }

  private remember(): void {
    this.running.write(new Map([...this.open].map(([turnId, turn]) => [turnId, turn.chatId])));
  }
}

const newTurn = (chatId: string): Turn => ({ chatId, buffer: new TurnBuffer(), asked: -1 });
