import { afterEach, beforeEach } from "vitest";
import type { Begun } from "@/api/chats";
import type { ClientFrame } from "@/api/frames";
import type { Message, Page } from "@/api/types";
import { aMessage } from "./fixtures";
import { Outbox } from "./outbox";
import { type MessageCalls, Threads } from "./threads";

/** A page with one conversation, `c`, in which `q` was said; and the server of a test. */
class Conversation {
  sent: ClientFrame[] = [];
  resumed: object[] = [];
  /** What the next readings get, in order. */
  pages: (() => Promise<Page<Message>>)[] = [];
  /** The calls made, each with what it was given. */
  asked: unknown[][] = [];
  begun: () => Promise<Begun> = () => Promise.reject(new Error("nothing was to begin"));
  threads = this.aPage();

  aPage(): Threads {
    return new Threads(
      {
        send: (frame) => this.sent.push(frame) > 0,
        isReady: () => true,
        resume: () => this.resumed.push(this.threads.positions() ?? []),
      },
      new Outbox(),
      (flush) => flush(),
      this.calls(),
    );
  }

  page(...newestLast: Message[]): Page<Message> {
    return { results: newestLast.toReversed(), next_cursor: null };
  }

  serve(...newestLast: Message[]): void {
    this.pages.push(async () => this.page(...newestLast));
  }

  token(index: number, content: string, turn_id = "t"): void {
    this.threads.receive({ type: "token", turn_id, chat_id: "c", index, content });
  }

  event(kind: string, part: object): void {
    this.threads.receive({ type: "event", cursor: "1", kind, ...part });
  }

  ids(): string[] {
    return this.threads.get("c").messages.map((message) => message.id);
  }

  messages(): ClientFrame[] {
    return this.sent.filter((frame) => frame.type === "message");
  }

  clientId(): string {
    return this.threads.get("c").outgoing[0]?.client_id ?? "";
  }

  private calls(): MessageCalls {
    return {
      fetchPage: async (...args) => {
        this.asked.push(["page", ...args]);
        const next = this.pages.shift();
        if (!next) throw new Error("nothing was to be read");
        return next();
      },
      edit: async (...args) => {
        this.asked.push(["edit", ...args]);
        return this.begun();
      },
      regenerate: async (...args) => {
        this.asked.push(["regenerate", ...args]);
        return this.begun();
      },
      select: async (...args) => {
        this.asked.push(["select", ...args]);
        return aMessage(args[1]);
      },
      remove: async (...args) => void this.asked.push(["remove", ...args]),
    };
  }
}

/** A fresh one before each test. */
export function aConversation(): Conversation {
  const one = new Conversation();
  beforeEach(async () => {
    localStorage.clear();
    Object.assign(one, new Conversation());
    one.threads = one.aPage();
    one.threads.outbox.open("me");
    one.serve(aMessage("q"));
    await one.threads.load("c");
  });
  afterEach(() => {
    one.threads.clear();
    one.threads.outbox.close();
  });
  return one;
}
