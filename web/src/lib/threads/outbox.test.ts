import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Outbox } from "./outbox";
import { forgetUnsent, inBrowser, moveUnsent } from "./outbox-storage";

let sent: { chat_id: string; content: string; client_id: string }[];
let online: boolean;
let busy: Set<string>;
let opened: Outbox[];
let outbox: Outbox;

const aPage = (account = "me") => {
  const page = new Outbox();
  for (const kind of ["agents", "people"] as const)
    page.serve(kind, {
      send: (message) => online && sent.push(message) > 0,
      isBusy: (chatId) => busy.has(chatId),
      changed: () => {},
    });
  page.open(account);
  opened.push(page);
  return page;
};
const words = (chatId = "c", of = outbox) => of.in(chatId).map((one) => one.content);
const said = () => sent.map((one) => one.content);
const idOf = (content: string) => {
  const found = outbox.in("c").find((one) => one.content === content);
  if (!found) throw new Error(`“${content}” is not there`);
  return found.client_id;
};
const goOnline = () => {
  online = true;
  outbox.flush();
};
const refuse = (content: string, code: string) =>
  outbox.refuse({ type: "error", code, detail: "No.", client_id: idOf(content) });

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent = [];
  online = false;
  busy = new Set();
  opened = [];
  outbox = aPage();
});

afterEach(() => {
  for (const page of opened) page.close();
  vi.useRealTimers();
});

describe("without a connection", () => {
  test("messages wait, and go out in the order said, each after the reply to the one before", () => {
    outbox.add("c", "one");
    outbox.add("c", "two");
    expect(outbox.in("c")).toMatchObject([{ sending: false }, { sending: false }]);
    goOnline();
    expect(said()).toEqual(["one"]);
    outbox.acknowledge(idOf("one"));
    outbox.flush();
    expect(said()).toEqual(["one"]);
    outbox.turnEnded("c");
    expect(said()).toEqual(["one", "two"]);
  });

  test("chats do not wait for one another", () => {
    outbox.add("c", "here");
    outbox.add("d", "there");
    goOnline();
    expect(said()).toEqual(["here", "there"]);
  });

  test("a message can be taken back or put in other words, in its place", () => {
    outbox.add("c", "one");
    outbox.add("c", "two");
    const before = idOf("one");
    expect(outbox.change(before, "first")).toBe(true);
    expect(outbox.remove(idOf("two"))).toBe(true);
    expect(words()).toEqual(["first"]);
    goOnline();
    expect(sent).toMatchObject([{ content: "first" }]);
    expect(sent[0]?.client_id).not.toBe(before);
  });

  test("a message being put in other words is not sent under the writer's hands", () => {
    outbox.add("c", "one");
    outbox.add("c", "two");
    outbox.hold(idOf("one"));
    goOnline();
    expect(sent).toEqual([]);
    outbox.change(idOf("one"), "first");
    outbox.hold(null);
    expect(said()).toEqual(["first"]);
  });

  test("no more is taken than a browser keeps", () => {
    expect(outbox.add("c", "x".repeat(900_000))).toBe(true);
    expect(outbox.add("c", "x".repeat(200_000))).toBe(false);
    expect(words()).toHaveLength(1);
  });
});

describe("a lost connection", () => {
  test("sends the same message again under the same name until it is acknowledged, and never after", () => {
    online = true;
    outbox.add("c", "one");
    online = false;
    outbox.disconnected();
    expect(outbox.in("c")).toMatchObject([{ sending: false, tried: true }]);
    goOnline();
    expect(said()).toEqual(["one", "one"]);
    expect(sent[0]?.client_id).toBe(sent[1]?.client_id);
    outbox.acknowledge(idOf("one"));
    outbox.disconnected();
    goOnline();
    expect(said()).toEqual(["one", "one"]);
  });

  test("leaves a message that may have arrived as it is", () => {
    online = true;
    outbox.add("c", "one");
    outbox.disconnected();
    expect(outbox.remove(idOf("one"))).toBe(false);
    expect(outbox.change(idOf("one"), "other")).toBe(false);
    expect(words()).toEqual(["one"]);
  });
});

describe("a reload", () => {
  test("keeps what waits, in order, under the same names", () => {
    outbox.add("c", "one");
    outbox.add("c", "two");
    const before = outbox.in("c");
    outbox.close();
    outbox = aPage();
    expect(outbox.in("c")).toEqual(before);
    goOnline();
    expect(said()).toEqual(["one"]);
  });

  test("keeps why a message was refused, and does not send it by itself", () => {
    online = true;
    outbox.add("c", "one");
    refuse("one", "invalid");
    outbox.close();
    outbox = aPage();
    outbox.flush();
    expect(outbox.in("c")).toMatchObject([{ content: "one", problem: "No." }]);
    expect(said()).toEqual(["one"]);
  });

  test("shows nobody the words of another account", () => {
    outbox.add("c", "mine");
    outbox.close();
    outbox = aPage("somebody else");
    expect(words()).toEqual([]);
    goOnline();
    expect(sent).toEqual([]);
    expect(inBrowser.read("me")).toHaveLength(1);
  });

  test("leaves the words of another account for a week", () => {
    outbox.add("c", "mine");
    outbox.close();
    vi.advanceTimersByTime(8 * 86_400_000);
    outbox = aPage("somebody else");
    expect(inBrowser.read("me")).toEqual([]);
  });

  test("does not trip over what else is stored", () => {
    localStorage.setItem("kith.outbox.me.broken", "{");
    localStorage.setItem("kith.outbox.me.half", '{"content":"x"}');
    outbox.close();
    outbox = aPage();
    expect(outbox.chats("agents")).toEqual([]);
  });
});

describe("said to people", () => {
  test("messages go one after the other, and wait for no reply", () => {
    online = true;
    for (const text of ["one", "two"]) outbox.add("c", text, "people", { reply_to: "m" });
    expect(sent).toMatchObject([{ content: "one", people: true, reply_to: "m" }]);
    outbox.acknowledge(idOf("one"));
    expect(said()).toEqual(["one", "two"]);
    expect(outbox.chats("people")).toEqual(["c"]);
    expect(outbox.chats("agents")).toEqual([]);
  });

  test("one that may be lost goes out again by itself, under its own name", () => {
    online = true;
    outbox.add("c", "one", "people");
    const id = idOf("one");
    outbox.lost(id);
    expect(outbox.in("c")).toMatchObject([{ sending: false, tried: true }]);
    vi.advanceTimersByTime(60_000);
    expect(sent.map((one) => one.client_id)).toEqual([id, id]);
  });

  test("a reload keeps what they are", () => {
    outbox.add("c", "one", "people", { reply_to: "m" });
    outbox.close();
    online = true;
    aPage().flush();
    expect(sent).toMatchObject([{ people: true, reply_to: "m" }]);
  });
});

describe("leaving", () => {
  test("takes everything unsent along", () => {
    outbox.add("c", "one");
    outbox.close();
    forgetUnsent();
    outbox = aPage();
    expect(words()).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });

  test("as a guest who becomes somebody leaves nothing behind", () => {
    outbox.add("c", "one");
    outbox.close();
    moveUnsent("me", "member");
    outbox = aPage("member");
    expect(words()).toEqual(["one"]);
    expect(inBrowser.read("me")).toEqual([]);
  });
});

describe("a refusal", () => {
  beforeEach(() => {
    online = true;
  });

  test("keeps the words with the reason, and lets the next one pass", () => {
    outbox.add("c", "too long");
    outbox.add("c", "two");
    refuse("too long", "invalid");
    expect(outbox.in("c")).toMatchObject([{ problem: "No.", sending: false }, { sending: true }]);
    expect(outbox.remove(idOf("too long"))).toBe(true);
    expect(words()).toEqual(["two"]);
  });

  test("because the chat is gone leaves nothing that nobody could see", () => {
    outbox.add("c", "one");
    refuse("one", "not_found");
    expect(outbox.chats("agents")).toEqual([]);
    expect(inBrowser.read("me")).toEqual([]);
  });

  test("because a reply is being written waits for its end", () => {
    outbox.add("c", "one");
    expect(refuse("one", "turn_running")).toBe("c");
    outbox.flush();
    expect(said()).toEqual(["one"]);
    outbox.turnEnded("c");
    expect(said()).toEqual(["one", "one"]);
  });

  test("that passes by itself is tried again later, and later, and told in the end", () => {
    outbox.add("c", "one");
    for (let attempt = 1; attempt < 8; attempt += 1) {
      refuse("one", "rate_limited");
      expect(outbox.in("c")).toMatchObject([{ problem: null, sending: false }]);
      vi.advanceTimersByTime(20_000);
      expect(sent).toHaveLength(attempt + 1);
    }
    refuse("one", "rate_limited");
    expect(outbox.in("c")).toMatchObject([{ problem: "No." }]);
  });
});

describe("another tab", () => {
  const hears = () => window.dispatchEvent(new StorageEvent("storage", { key: "kith.outbox.me.x" }));

  test("shows what is said here, and no more once it is gone", () => {
    const other = aPage();
    outbox.add("c", "one");
    hears();
    expect(words("c", other)).toEqual(["one"]);
    expect(sent).toEqual([]);
    outbox.remove(idOf("one"));
    hears();
    expect(words("c", other)).toEqual([]);
  });

  test("does not take along what the browser would not keep", () => {
    const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    outbox.add("c", "one");
    full.mockRestore();
    hears();
    expect(words()).toEqual(["one"]);
  });
});
