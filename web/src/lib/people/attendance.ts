/** Who looks elsewhere for a while, or does nothing for longer, is away. */
const elsewhere = 60_000;
const idle = 5 * 60_000;

const signs = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

/** Whether somebody sits before this page. The server takes a new connection to be somebody who does. */
export class Attendance {
  private away = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (status: "online" | "away") => void) {}

  /** Until the returned function is called. */
  follow(): () => void {
    const look = () => this.look();
    document.addEventListener("visibilitychange", look);
    for (const sign of signs) window.addEventListener(sign, look, { passive: true });
    this.look();
    return () => {
      clearTimeout(this.timer);
      document.removeEventListener("visibilitychange", look);
      for (const sign of signs) window.removeEventListener(sign, look);
    };
  }

  connected(): void {
    if (this.away) this.tell("away");
  }

  private look(): void {
    const here = document.visibilityState === "visible";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.put(true), here ? idle : elsewhere);
    if (here) this.put(false);
  }

  private put(away: boolean): void {
    if (away === this.away) return;
    this.away = away;
    this.tell(away ? "away" : "online");
  }
}
