/** Which replies this tab was waiting for, so that a reload goes on with them: turn id to chat id. */
export type Running = { read(): Map<string, string>; write(turns: ReadonlyMap<string, string>): void };

const key = "kith.turns";

export const runningInTab: Running = {
  read() {
    try {
      const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "{}");
      if (typeof stored !== "object" || stored === null) return new Map();
      return new Map(Object.entries(stored).filter((entry) => typeof entry[1] === "string"));
    } catch {
      return new Map();
    }
  },
  write(turns) {
    try {
      if (turns.size === 0) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(turns)));
    } catch {
      // Without storage a reload shows the reply when it is finished.
    }
  },
};
