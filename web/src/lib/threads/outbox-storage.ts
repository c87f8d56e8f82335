import type { Unsent } from "./outbox";

const prefix = "kith.outbox.";
const keyOf = (account: string, id: string) => `${prefix}${account}.${id}`;

/** Other people's words do not stay for ever in a browser they no longer use. */
const keptForOthers = 7 * 86_400_000;

/** What was said and not sent yet, kept in this browser by account, one entry for each message: tabs write beside each other. */
export type OutboxStorage = {
  read(account: string): Unsent[];
  /** False when it could not be kept. */
  put(account: string, message: Unsent): boolean;
  remove(account: string, id: string): void;
  /** Calls when another tab changed something. */
  watch(changed: () => void): () => void;
};

export const inBrowser: OutboxStorage = {
  read(account) {
    const found: Unsent[] = [];
    for (const [name, message] of everything()) {
      if (name.startsWith(keyOf(account, ""))) found.push(message);
      else if (Date.parse(message.created_at) < Date.now() - keptForOthers)
        attempt(() => localStorage.removeItem(name));
    }
    return found.sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  },
  put: (account, message) =>
    attempt(() => localStorage.setItem(keyOf(account, message.client_id), JSON.stringify(message))),
  remove: (account, id) => void attempt(() => localStorage.removeItem(keyOf(account, id))),
  watch(changed) {
    const listen = (event: StorageEvent) => {
      if (event.key === null || event.key.startsWith(prefix)) changed();
    };
    window.addEventListener("storage", listen);
    return () => window.removeEventListener("storage", listen);
  },
};

/** A guest has become somebody: what they said goes out in that name. */
export function moveUnsent(from: string, to: string): void {
  if (from === to) return;
  for (const message of inBrowser.read(from)) {
    inBrowser.put(to, message);
    inBrowser.remove(from, message.client_id);
  }
}

/** Nobody is to find words here after their writer has left. */
export function forgetUnsent(): void {
  for (const [name] of everything()) attempt(() => localStorage.removeItem(name));
}

function everything(): [string, Unsent][] {
  const found: [string, Unsent][] = [];
  attempt(() => {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const message = readUnsent(localStorage.getItem(name));
      if (message) found.push([name, message]);
      else localStorage.removeItem(name);
    }
  });
  return found;
}

function readUnsent(text: string | null): Unsent | null {
  try {
    const value = JSON.parse(text ?? "") as Partial<Unsent> | null;
    const whole = [value?.client_id, value?.chat_id, value?.content, value?.created_at].every(
      (part) => typeof part === "string",
    );
    return whole ? ({ tried: true, problem: null, ...value } as Unsent) : null;
  } catch {
    return null;
  }
}

/** Storage may be switched off or full: then what is unsent lives as long as this page. */
function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
