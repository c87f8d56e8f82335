import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ClientFrame } from "@/api/frames";
import type { Message, Page } from "@/api/types";
import { aMessage, aReply } from "./fixtures";
import { Threads } from "./threads";
import { Turns } from "./turns";

let sent: ClientFrame[];
let resumed: object[];
let pages: (() => Promise<Page<Message>>)[];
let threads: Threads;
let stored: ReadonlyMap<string, string>;

const page = (...newestLast: Message[]): Page<Message> => ({ results: newestLast.toReversed(), next_cursor: null });
const serve = (...newestLast: Message[]) => pages.push(async () => page(...newestLast));
const token = (index: number, content: string, turn_id = "t") =>
  threads.receive({ type: "token", turn_id, chat_id: "c", index, content });
const ids = () => threads.get("c").messages.map((message) => message.id);

beforeEach(async () => {
  stored = new Map();
  sent = [];
  resumed = [];
  pages = [];
  threads = new Threads(
    {
      post: (frame) => sent.push(frame),
      send: (frame) => sent.push(frame) > 0,
      resume: () => resumed.push(threads.positions()),
    },
    (flush) => flush(),
    async () => {
      const next = pages.shift();
      if (!next) throw new Error("nothing was to be read");
      return next();
    },
    new Turns({ read: () => new Map(stored), write: (turns) => (stored = turns) }),
  );
  serve(aMessage("q"));
  await threads.load("c");
});

describe("sending", () => {
  test("shows the message at once, and puts the server's in its place when it is acknowledged", () => {
    threads.send("c", "Hello");
    const [outgoing] = threads.get("c").outgoing;
    expect(outgoing).toMatchObject({ content: "Hello", problem: null });
    const client_id = outgoing?.client_id ?? "";
    expect(sent).toEqual([{ type: "message", chat_id: "c", content: "Hello", client_id }]);
    threads.receive({ type: "message", message: aMessage("m", { parent: "q", content: "Hello" }), client_id });
    expect(threads.get("c").outgoing).toEqual([]);
    expect(ids()).toEqual(["q", "m"]);
    expect(threads.keyOf("m")).toBe(client_id);
  });

  test("twice acknowledged is there once", () => {
    const message = aMessage("m", { parent: "q" });
    threads.receive({ type: "message", message, client_id: "x" });
    threads.receive({ type: "message", message, client_id: "x" });
    threads.receive({ type: "event", cursor: "1", kind: "message.created", message });
    expect(ids()).toEqual(["q", "m"]);
  });

  test("refused keeps the words, says why, and can be tried again under a new name", () => {
    threads.send("c", "Hello");
    const client_id = threads.get("c").outgoing[0]?.client_id ?? "";
    threads.receive({ type: "error", code: "turn_running", detail: "A reply is on its way.", client_id });
    expect(threads.get("c").outgoing[0]).toMatchObject({ content: "Hello", problem: "A reply is on its way." });
    threads.resend("c", client_id);
    const again = threads.get("c").outgoing;
    expect(again).toHaveLength(1);
    expect(again[0]?.problem).toBeNull();
    expect(again[0]?.client_id).not.toBe(client_id);
  });
});

describe("a reply", () => {
  test("grows by its deltas, once each, and ends as the server's message in the same place", () => {
    threads.receive({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    expect(threads.get("c").typing).toBe(true);
    token(0, "Good ");
    token(1, "morning");
    token(0, "Good ");
    expect(threads.get("c")).toMatchObject({ typing: false, live: { turn_id: "t", content: "Good morning" } });
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "Good morning") });
    expect(threads.get("c").live).toBeNull();
    expect(ids()).toEqual(["q", "a"]);
    expect(threads.keyOf("a")).toBe("t");
  });

  test("is what done says, even if that is less than was seen", () => {
    token(0, "Good ");
    token(1, "morning");
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "Good ", { status: "interrupted" }) });
    expect(threads.get("c").messages.at(-1)).toMatchObject({ content: "Good ", status: "interrupted" });
  });

  test("is not begun again by a delta that comes after done", () => {
    token(0, "Good ");
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "Good morning") });
    token(1, "morning");
    expect(threads.get("c").live).toBeNull();
  });

  test("with a gap asks for what is missing, once, and goes on when it comes", () => {
    token(0, "a");
    token(2, "c");
    token(3, "d");
    expect(resumed).toEqual([[{ turn_id: "t", index: 1 }]]);
    expect(threads.get("c").live?.content).toBe("a");
    token(1, "b");
    expect(threads.get("c").live?.content).toBe("abcd");
  });

  test("met in the middle, after a reload, is asked for from its beginning", () => {
    token(57, "late");
    expect(resumed).toEqual([[{ turn_id: "t", index: 0 }]]);
    expect(threads.get("c").live).toBeNull();
    expect(threads.positions()).toEqual([{ turn_id: "t", index: 0 }]);
  });

  test("whose done was missed while away is settled by reading the page again", async () => {
    token(0, "Good ");
    serve(aMessage("q"), aReply("a", "q", "Good morning"));
    await threads.load("c");
    expect(threads.get("c").live).toBeNull();
    expect(ids()).toEqual(["q", "a"]);
    expect(threads.positions()).toEqual([]);
  });

  test("still being written when the page is read goes on", async () => {
    token(0, "Good ");
    serve(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    await threads.load("c");
    token(1, "morning");
    expect(threads.get("c").live?.content).toBe("Good morning");
  });

  test("that fails leaves the question, says why, and is over", async () => {
    token(0, "Go");
    serve(aMessage("q"));
    threads.receive({ type: "error", code: "provider_unavailable", detail: "Nobody there.", turn_id: "t" });
    await vi.waitFor(() => expect(pages).toEqual([]));
    expect(threads.get("c")).toMatchObject({ live: null, typing: false, notice: { detail: "Nobody there." } });
    expect(ids()).toEqual(["q"]);
  });

  test("that fails before its first word ends the typing where there is typing", async () => {
    threads.receive({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    serve(aMessage("q"));
    threads.receive({ type: "error", code: "provider_unavailable", detail: "Nobody there.", turn_id: "unnamed" });
    await vi.waitFor(() => expect(pages).toEqual([]));
    expect(threads.get("c")).toMatchObject({ typing: false, notice: { code: "provider_unavailable" } });
  });
});

describe("a refused message", () => {
  test("leaves alone the turn that it was refused for", () => {
    token(0, "a");
    threads.send("c", "Too soon");
    const client_id = threads.get("c").outgoing[0]?.client_id;
    threads.receive({ type: "error", code: "turn_running", detail: "Wait.", turn_id: "t", client_id });
    token(1, "b");
    expect(threads.get("c").live?.content).toBe("ab");
    expect(threads.get("c").outgoing[0]?.problem).toBe("Wait.");
  });
});

describe("after a reload", () => {
  test("a reply that was on its way is asked for from its beginning and goes on", () => {
    token(0, "a");
    const again = new Threads(
      { post: () => {}, send: () => true, resume: () => {} },
      (flush) => flush(),
      undefined,
      new Turns({ read: () => new Map(stored), write: () => {} }),
    );
    expect(again.positions()).toEqual([{ turn_id: "t", index: 0 }]);
    again.receive({ type: "token", turn_id: "t", chat_id: "c", index: 0, content: "a" });
    expect(again.get("c").live?.content).toBe("a");
  });

  test("a finished reply is not asked for", () => {
    token(0, "a");
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a") });
    expect(stored.size).toBe(0);
  });
});

describe("stopping", () => {
  test("stops the turn that is being written", () => {
    token(0, "a");
    threads.stop("c");
    expect(sent).toEqual([{ type: "stop", turn_id: "t" }]);
    expect(threads.get("c").stopping).toBe(true);
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a", { status: "stopped" }) });
    expect(threads.get("c").stopping).toBe(false);
  });

  test("before the turn has a name waits for it", () => {
    threads.receive({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    threads.stop("c");
    expect(sent).toEqual([]);
    threads.receive({ type: "event", cursor: "1", kind: "turn.started", turn_id: "t", chat_id: "c" });
    expect(sent).toEqual([{ type: "stop", turn_id: "t" }]);
    token(0, "a");
    expect(sent).toHaveLength(1);
  });
});

describe("reading", () => {
  test("keeps what the socket brought while the page was on its way", async () => {
    let answer: (value: Page<Message>) => void = () => {};
    pages.push(() => new Promise((resolve) => (answer = resolve)));
    const loading = threads.load("c");
    threads.receive({ type: "message", message: aMessage("m", { parent: "q" }) });
    answer(page(aMessage("q")));
    await loading;
    expect(ids()).toEqual(["q", "m"]);
  });

  test("asked for while a page is on its way reads once more, and only once", async () => {
    let answer: (value: Page<Message>) => void = () => {};
    pages.push(() => new Promise((resolve) => (answer = resolve)));
    serve(aMessage("q"), aReply("a", "q", "newer"));
    const loading = threads.load("c");
    void threads.load("c");
    void threads.load("c");
    answer(page(aMessage("q")));
    await loading;
    expect(ids()).toEqual(["q", "a"]);
    expect(pages).toEqual([]);
  });

  test("older pages goes back in time and ends at the beginning", async () => {
    pages.push(async () => ({ results: [aMessage("q2")], next_cursor: "older" }));
    await threads.load("other");
    expect(threads.get("other").older.cursor).toBe("older");
    pages.push(async () => page(aMessage("q1")));
    await threads.loadOlder("other");
    expect(threads.get("other").messages.map((message) => message.id)).toEqual(["q1", "q2"]);
    expect(threads.get("other").older.cursor).toBeNull();
  });

  test("again after a reconnect does not lose how far back was read", async () => {
    pages.push(async () => ({ results: [aMessage("2")], next_cursor: "before-2" }));
    await threads.load("other");
    pages.push(async () => ({ results: [aMessage("1")], next_cursor: "before-1" }));
    await threads.loadOlder("other");
    pages.push(async () => ({ results: [aMessage("3", { parent: "2" }), aMessage("2")], next_cursor: "before-2" }));
    await threads.load("other");
    expect(threads.get("other").messages.map((message) => message.id)).toEqual(["1", "2", "3"]);
    expect(threads.get("other").older.cursor).toBe("before-1");
  });

  test("a branch this path does not show asks the server which one counts", async () => {
    serve(aMessage("q"), aReply("a2", "q", "other words"));
    threads.receive({ type: "message", message: aReply("a1", "q", "words") });
    threads.receive({ type: "event", cursor: "1", kind: "message.created", message: aReply("a2", "q", "other words") });
    await vi.waitFor(() => expect(ids()).toEqual(["q", "a2"]));
  });

  test("forgets everything when somebody else signs in", () => {
    threads.send("c", "mine");
    threads.clear();
    expect(threads.get("c")).toMatchObject({ messages: [], outgoing: [], phase: "new" });
  });
});
