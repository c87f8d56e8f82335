import { Observable } from "../observable";

/** Who stops without saying so has stopped by then. */
const lasts = 6_000;

type Typing = ReadonlyMap<string, readonly string[]>;

/** Who is writing where: ids of people by chat. */
class TypingPeople extends Observable<Typing> {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor() {
    super(new Map());
  }

  heard({ chat_id, by, is_typing }: { chat_id: string; by: string; is_typing: boolean }): void {
    this.ended(chat_id, by);
    if (!is_typing) return;
    this.timers.set(
      `${chat_id} ${by}`,
      setTimeout(() => this.ended(chat_id, by), lasts),
    );
    this.put(chat_id, [...(this.getSnapshot().get(chat_id) ?? []), by]);
  }

  /** They stopped, or what they wrote is here. */
  ended(chatId: string, by: string): void {
    clearTimeout(this.timers.get(`${chatId} ${by}`));
    this.timers.delete(`${chatId} ${by}`);
    const before = this.getSnapshot().get(chatId);
    if (before?.includes(by))
      this.put(
        chatId,
        before.filter((one) => one !== by),
      );
  }

  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.publish(new Map());
  }

  private put(chatId: string, people: readonly string[]): void {
    const next = new Map(this.getSnapshot());
    if (people.length > 0) next.set(chatId, people);
    else next.delete(chatId);
    this.publish(next);
  }
}

export const typing = new TypingPeople();
