/** The deltas of one reply, put together by their index: each counts once, whatever order and however often it comes. */
export class TurnBuffer {
  private text = "";
  private next = 0;
  private readonly ahead = new Map<number, string>();

  get content(): string {
    return this.text;
  }

  /** The first index not yet part of the text. */
  get wanted(): number {
    return this.next;
  }

  /** `gap`: kept, but something before it is missing. `seen`: nothing new. */
  add(index: number, content: string): "added" | "gap" | "seen" {
    if (index < this.next || this.ahead.has(index)) return "seen";
    if (index > this.next) {
      this.ahead.set(index, content);
      return "gap";
    }
    this.take(content);
    for (let more = this.ahead.get(this.next); more !== undefined; more = this.ahead.get(this.next)) {
      this.ahead.delete(this.next);
      this.take(more);
    }
    return "added";
  }

  private take(content: string): void {
    this.text += content;
    this.next += 1;
  }
}
