import type { ErrorFrame } from "@/api/frames";
import { backoff } from "../connection/backoff";
import { uuid } from "../uuid";
import { inBrowser, type OutboxStorage } from "./outbox-storage";

/** A message the server has not acknowledged. */
export type Unsent = {
  client_id: string;
  chat_id: string;
  content: string;
  created_at: string;
  /** Said to people: nobody's reply is waited for. */
  people?: true;
  /** The message it answers. */
  reply_to?: string;
  /** The answer may read the related chat. */
  with_context?: true;
  /** It was put on a socket once: it may be stored, so it can't be changed any more, only sent until it is acknowledged. */
  tried: boolean;
  /** Why the server refused it. It waits for the person then. */
  problem: string | null;
};

/** `sending`: on its way now; otherwise it waits. */
export type Outgoing = Unsent & { sending: boolean };

/** What is said besides its words. */
export type Besides = Pick<Unsent, "reply_to" | "with_context">;

/** How one kind of chat is served. */
export type Carrier = {
  /** False when it can't go now. */
  send(message: Unsent): boolean;
  /** A reply is being written in this chat: a message would be refused. */
  isBusy(chatId: string): boolean;
  changed(chatId: string): void;
};

/** As much as may wait at once. */
const most = { messages: 200, characters: 1_000_000 };

/** Refusals that pass by themselves. */
const passing = new Set(["rate_limited", "storage_unavailable"]);
const mostAttempts = 8;

/**
 * What was said and is not the server's yet. It survives a reload, goes out in the order it was said, one at a time in each chat
 * and not before the reply there is whole, and again until it is acknowledged: its `client_id` makes a second delivery harmless.
 */
export class Outbox {
  private account: string | null = null;
  private unsent: Unsent[] = [];
  /** Sent over this connection and not answered. */
  private readonly sending = new Set<string>();
  /** Chats where one was accepted (or met a turn in its way): the next one waits for that turn's end. */
  private readonly waiting = new Set<string>();
  /** Being put in other words: it and what follows it in its chat do not go out under the writer's hands. */
  private held: string | null = null;
  private readonly attempts = new Map<string, number>();
  /** What the browser would not keep: it lives as long as this page. */
  private readonly unkept = new Set<string>();
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>();
  private unwatch: (() => void) | null = null;
  private readonly carriers: { agents?: Carrier; people?: Carrier } = {};

  constructor(private readonly storage: OutboxStorage = inBrowser) {}

  /** What is said in such chats goes this way. */
  serve(kind: "agents" | "people", carrier: Carrier): void {
    this.carriers[kind] = carrier;
  }

  /** Takes up what this account left unsent. */
  open(account: string): void {
    this.close();
    this.account = account;
    this.unwatch = this.storage.watch(() => this.readAgain());
    this.readAgain();
  }

  /** Lets go of everything; what is stored stays. */
  close(): void {
    const before = this.unsent;
    this.account = null;
    this.unsent = [];
    this.unwatch?.();
    this.unwatch = null;
    for (const pause of this.pauses.values()) clearTimeout(pause);
    for (const one of [this.sending, this.waiting, this.attempts, this.unkept, this.pauses]) one.clear();
    this.tell(before);
  }

  in(chatId: string): Outgoing[] {
    return this.unsent
      .filter((one) => one.chat_id === chatId)
      .map((one) => ({ ...one, sending: this.sending.has(one.client_id) }));
  }

  find(clientId: string): Unsent | null {
    return this.unsent.find((one) => one.client_id === clientId) ?? null;
  }

  /** Where something waits. */
  chats(kind: "agents" | "people"): string[] {
    const those = this.unsent.filter((one) => (one.people ?? false) === (kind === "people"));
    return [...new Set(those.map((one) => one.chat_id))];
  }

  /** False when too much is waiting already. */
  add(chatId: string, content: string, kind: "agents" | "people" = "agents", besides: Besides = {}): boolean {
    const characters = this.unsent.reduce((sum, one) => sum + one.content.length, content.length);
    if (this.unsent.length >= most.messages || characters > most.characters) return false;
    const last = this.unsent.at(-1);
    const now = Math.max(Date.now(), last ? Date.parse(last.created_at) + 1 : 0);
    this.unsent.push({
      client_id: uuid(),
      chat_id: chatId,
      content,
      created_at: new Date(now).toISOString(),
      ...(kind === "people" && { people: true }),
      ...besides,
      tried: false,
      problem: null,
    });
    this.keep(this.unsent.length - 1);
    this.flush();
    return true;
  }

  /** Keeps one message back, or none any more. */
  hold(clientId: string | null): void {
    this.held = clientId;
    if (clientId === null) this.flush();
  }

  /** Takes a message back; not one that may be on its way. */
  remove(clientId: string): boolean {
    const found = this.unsent.find((one) => one.client_id === clientId);
    if (!found || (found.tried && found.problem === null)) return false;
    this.forget(clientId);
    this.flush();
    return true;
  }

  /** The chat is gone, and what was meant for it with it. */
  discardIn(chatId: string): void {
    for (const one of this.in(chatId)) this.forget(one.client_id);
  }

  /** Other words in the same place of the line; under a new name, for a refused one may be known by its own. */
  change(clientId: string, content: string, besides: Besides = {}): boolean {
    const at = this.unsent.findIndex((one) => one.client_id === clientId);
    const found = this.unsent[at];
    if (!found || (found.tried && found.problem === null)) return false;
    if (this.account) this.storage.remove(this.account, clientId);
    this.unsent[at] = { ...found, ...besides, content, client_id: uuid(), tried: false, problem: null };
    this.keep(at);
    this.flush();
    return true;
  }

  /** True when it was one of these. */
  acknowledge(clientId: string): boolean {
    const found = this.find(clientId);
    if (!found) return false;
    if (!found.people) this.waiting.add(found.chat_id);
    this.forget(clientId);
    if (found.people) this.flush();
    return true;
  }

  /** Not accepted, so not stored. Returns the chat whose running turn has to be waited for, if it is that. */
  refuse({ client_id, code, detail, retry_after }: ErrorFrame): string | null {
    const at = this.unsent.findIndex((one) => one.client_id === client_id);
    const found = this.unsent[at];
    if (!found) return null;
    if (code === "not_found") {
      // The chat is gone: there is no place to show it.
      this.forget(found.client_id);
      return null;
    }
    const attempt = (this.attempts.get(found.client_id) ?? 0) + 1;
    this.attempts.set(found.client_id, attempt);
    this.sending.delete(found.client_id);
    const passes = attempt < mostAttempts && (code === "turn_running" || passing.has(code));
    this.unsent[at] = { ...found, tried: false, problem: passes ? null : detail };
    this.keep(at);
    if (!passes) this.flush();
    else if (code === "turn_running") this.waiting.add(found.chat_id);
    else this.pause(found.chat_id, retry_after ? retry_after * 1000 : backoff(attempt));
    return passes && code === "turn_running" ? found.chat_id : null;
  }

  /** It may have arrived or not: it goes out again after a while, as it is. */
  lost(clientId: string): void {
    const found = this.find(clientId);
    if (!found || !this.sending.delete(clientId)) return;
    const attempt = (this.attempts.get(clientId) ?? 0) + 1;
    this.attempts.set(clientId, attempt);
    this.pause(found.chat_id, backoff(attempt));
    this.tell([found]);
  }

  /** The reply in this chat is over. */
  turnEnded(chatId: string): void {
    this.waiting.delete(chatId);
    this.flush();
  }

  /** What was on its way goes out again with the next connection. */
  disconnected(): void {
    this.sending.clear();
    this.waiting.clear();
    for (const pause of this.pauses.values()) clearTimeout(pause);
    this.pauses.clear();
    this.tell(this.unsent);
  }

  /** Sends whatever may go now. */
  flush(): void {
    for (const chatId of new Set(this.unsent.map((one) => one.chat_id))) {
      const here = this.unsent.filter((one) => one.chat_id === chatId);
      const next = here.find((one) => one.problem === null);
      if (!next || next.client_id === this.held || here.some((one) => this.sending.has(one.client_id))) continue;
      const carrier = this.carrierOf(next);
      if (this.waiting.has(chatId) || this.pauses.has(chatId) || carrier?.isBusy(chatId)) continue;
      if (!carrier?.send(next)) return;
      this.sending.add(next.client_id);
      const at = this.unsent.indexOf(next);
      this.unsent[at] = { ...next, tried: true };
      this.keep(at);
    }
  }

  private pause(chatId: string, milliseconds: number): void {
    clearTimeout(this.pauses.get(chatId));
    const over = () => {
      this.pauses.delete(chatId);
      this.flush();
    };
    this.pauses.set(chatId, setTimeout(over, milliseconds));
  }

  private keep(at: number): void {
    const message = this.unsent[at];
    if (!message) return;
    if (this.account && !this.storage.put(this.account, message)) this.unkept.add(message.client_id);
    this.tell([message]);
  }

  private forget(clientId: string): void {
    const gone = this.unsent.filter((one) => one.client_id === clientId);
    this.unsent = this.unsent.filter((one) => one.client_id !== clientId);
    this.sending.delete(clientId);
    this.attempts.delete(clientId);
    if (this.account) this.storage.remove(this.account, clientId);
    this.tell(gone);
  }

  /** Another tab's words are shown here too; that tab sends them, or this one with its next reason to send. */
  private readAgain(): void {
    if (this.account === null) return;
    const before = this.unsent;
    const stored = this.storage.read(this.account);
    const known = new Set(stored.map((one) => one.client_id));
    const ours = this.unsent.filter((one) => this.unkept.has(one.client_id) && !known.has(one.client_id));
    this.unsent = [...stored, ...ours].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
    this.tell([...before, ...this.unsent]);
  }

  private carrierOf(message: Unsent): Carrier | undefined {
    return this.carriers[message.people ? "people" : "agents"];
  }

  /** Those of whose chats something has changed. */
  private tell(messages: readonly Unsent[]): void {
    const chats = new Map(messages.map((one) => [one.chat_id, one]));
    for (const [chatId, one] of chats) this.carrierOf(one)?.changed(chatId);
  }
}
