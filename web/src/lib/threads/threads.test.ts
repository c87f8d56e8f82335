import { describe, expect, test, vi } from "vitest";
import type { Message, Page } from "@/api/types";
import { aMessage, aReply } from "./fixtures";
import { aConversation } from "./threads-under-test";

const w = aConversation();

describe("sending", () => {
  test("shows the message at once, and puts the server's in its place when it is acknowledged", () => {
    w.threads.send("c", "Hello");
    expect(w.threads.get("c").outgoing).toMatchObject([{ content: "Hello", problem: null, sending: true }]);
    const client_id = w.clientId();
    expect(w.sent).toEqual([{ type: "message", chat_id: "c", content: "Hello", client_id }]);
    w.threads.receive({ type: "message", message: aMessage("m", { parent: "q", content: "Hello" }), client_id });
    expect(w.threads.get("c").outgoing).toEqual([]);
    expect(w.ids()).toEqual(["q", "m"]);
    expect(w.threads.keyOf("m")).toBe(client_id);
  });

  test("twice acknowledged is there once", () => {
    const message = aMessage("m", { parent: "q" });
    w.threads.receive({ type: "message", message, client_id: "x" });
    w.threads.receive({ type: "message", message, client_id: "x" });
    w.threads.receive({ type: "event", cursor: "1", kind: "message.created", message });
    expect(w.ids()).toEqual(["q", "m"]);
  });

  test("refused keeps the words, says why, and can be tried again under a new name", () => {
    w.threads.send("c", "Hello");
    const client_id = w.clientId();
    w.threads.receive({ type: "error", code: "invalid", detail: "That is too long.", client_id });
    expect(w.threads.get("c").outgoing[0]).toMatchObject({ content: "Hello", problem: "That is too long." });
    w.threads.outbox.change(client_id, "Hi");
    expect(w.threads.get("c").outgoing).toMatchObject([{ content: "Hi", problem: null, sending: true }]);
    expect(w.clientId()).not.toBe(client_id);
  });

  test("while a reply is written waits for its end", () => {
    w.token(0, "a");
    w.threads.send("c", "And then?");
    expect(w.messages()).toEqual([]);
    expect(w.threads.get("c").outgoing).toMatchObject([{ sending: false }]);
    w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a") });
    expect(w.messages()).toMatchObject([{ content: "And then?" }]);
  });

  test("against a reply begun elsewhere reads on to see it end, and is sent then", async () => {
    w.threads.send("c", "Too soon");
    w.serve(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    w.threads.receive({ type: "error", code: "turn_running", detail: "Wait.", turn_id: "t", client_id: w.clientId() });
    await vi.waitFor(() => expect(w.resumed).toEqual([[]]));
    expect(w.threads.get("c").outgoing).toMatchObject([{ problem: null, sending: false }]);
    expect(w.messages()).toHaveLength(1);
    w.token(0, "a");
    w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a") });
    expect(w.messages()).toHaveLength(2);
  });
});

describe("a reply", () => {
  test("grows by its deltas, once each, and ends as the server's message in the same place", () => {
    w.threads.receive({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    expect(w.threads.get("c").typing).toBe(true);
    w.token(0, "Good ");
    w.token(1, "morning");
    w.token(0, "Good ");
    expect(w.threads.get("c")).toMatchObject({ typing: false, live: { turn_id: "t", content: "Good morning" } });
    w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "Good morning") });
    expect(w.threads.get("c").live).toBeNull();
    expect(w.ids()).toEqual(["q", "a"]);
    expect(w.threads.keyOf("a")).toBe("t");
  });

  test("is what done says, even if that is less than was seen", () => {
    w.token(0, "Good ");
    w.token(1, "morning");
    w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "Good ", { status: "interrupted" }) });
    expect(w.threads.get("c").messages.at(-1)).toMatchObject({ content: "Good ", status: "interrupted" });
  });

  test("is not begun again by a delta that comes after done", () => {
    w.token(0, "Good ");
    w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "Good morning") });
    w.token(1, "morning");
    expect(w.threads.get("c").live).toBeNull();
  });

  test("with a gap asks for what is missing, once, and goes on when it comes", () => {
    w.token(0, "a");
    w.token(2, "c");
    w.token(3, "d");
    expect(w.resumed).toEqual([[{ turn_id: "t", index: 1 }]]);
    expect(w.threads.get("c").live?.content).toBe("a");
    w.token(1, "b");
    expect(w.threads.get("c").live?.content).toBe("abcd");
  });

  test("met in the middle, after a reload, is asked for from its beginning", () => {
    w.token(57, "late");
    expect(w.resumed).toEqual([[{ turn_id: "t", index: 0 }]]);
    expect(w.threads.get("c").live).toBeNull();
    expect(w.threads.positions()).toEqual([{ turn_id: "t", index: 0 }]);
  });

  test("whose done was missed while away is settled by reading the page again", async () => {
    w.token(0, "Good ");
    w.serve(aMessage("q"), aReply("a", "q", "Good morning"));
    await w.threads.load("c");
    expect(w.threads.get("c").live).toBeNull();
    expect(w.ids()).toEqual(["q", "a"]);
    expect(w.threads.positions()).toEqual([]);
  });

  test("still being written when the page is read goes on", async () => {
    w.token(0, "Good ");
    w.serve(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    await w.threads.load("c");
    w.token(1, "morning");
    expect(w.threads.get("c").live?.content).toBe("Good morning");
  });

  test("that fails leaves the question, says why, and is over", async () => {
    w.token(0, "Go");
    w.serve(aMessage("q"));
    w.threads.receive({ type: "error", code: "provider_unavailable", detail: "Nobody there.", turn_id: "t" });
    await vi.waitFor(() => expect(w.pages).toEqual([]));
    expect(w.threads.get("c")).toMatchObject({ live: null, typing: false, notice: { detail: "Nobody there." } });
    expect(w.ids()).toEqual(["q"]);
  });

  test("that fails before its first word ends the typing where there is typing", async () => {
    w.threads.receive({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    w.serve(aMessage("q"));
    w.threads.receive({ type: "error", code: "provider_unavailable", detail: "Nobody there.", turn_id: "unnamed" });
    await vi.waitFor(() => expect(w.pages).toEqual([]));
    expect(w.threads.get("c")).toMatchObject({ typing: false, notice: { code: "provider_unavailable" } });
  });
});

describe("after a reload", () => {
  test("a reply that is on its way is asked for from its beginning and goes on", async () => {
    w.threads = w.aPage();
    w.serve(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    await w.threads.load("c");
    expect(w.resumed).toEqual([[]]);
    w.threads.receive({ type: "typing", chat_id: "c", by: "aira", is_typing: true, turn_id: "t" });
    w.token(0, "a");
    expect(w.threads.get("c").live?.content).toBe("a");
    expect(w.threads.positions()).toEqual([{ turn_id: "t", index: 1 }]);
    w.threads.stop("c");
    expect(w.sent).toEqual([{ type: "stop", turn_id: "t" }]);
  });

  test("a finished reply is not asked for", async () => {
    w.threads = w.aPage();
    w.serve(aMessage("q"), aReply("a", "q", "whole"));
    await w.threads.load("c");
    expect(w.resumed).toEqual([]);
    expect(w.threads.positions()).toEqual([]);
  });

  test("a reply that ended while the page was on its way is over", async () => {
    w.threads = w.aPage();
    w.pages.push(async () => {
      w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "whole") });
      return w.page(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    });
    await w.threads.load("c");
    expect(w.threads.get("c").messages.at(-1)).toMatchObject({ content: "whole", status: "complete" });
    expect(w.resumed).toEqual([]);
  });

  test("a reply that began while the page was on its way is not taken for over", async () => {
    w.pages.push(async () => {
      w.event("turn.started", { turn_id: "t2", chat_id: "c" });
      return w.page(aMessage("q"), aReply("a", "q", "the one before"));
    });
    await w.threads.load("c");
    w.token(0, "n", "t2");
    expect(w.threads.get("c").live).toEqual({ turn_id: "t2", content: "n" });
  });
});

describe("with too much missed", () => {
  test("a conversation nobody looks at is read anew, and its replies are not waited for", async () => {
    const unwatch = w.threads.watch("c", () => {});
    w.threads.receive({ type: "typing", chat_id: "other", by: "aira", is_typing: true, turn_id: "lost" });
    w.threads.lostTrack();
    expect(w.threads.get("other").phase).toBe("new");
    expect(w.threads.positions()).toEqual([]);
    expect(w.ids()).toEqual(["q"]);
    unwatch();
  });

  test("what waits to be sent there goes out once it is clear that nothing is in its way", async () => {
    w.threads.receive({ type: "typing", chat_id: "other", by: "aira", is_typing: true, turn_id: "lost" });
    w.threads.send("other", "Still here?");
    expect(w.messages()).toEqual([]);
    w.serve(aMessage("o", { chat: "other" }), aReply("p", "o", "done", { chat: "other" }));
    w.threads.lostTrack();
    await vi.waitFor(() => expect(w.messages()).toMatchObject([{ chat_id: "other", content: "Still here?" }]));
  });
});

describe("stopping", () => {
  test("stops the turn that is being written", () => {
    w.token(0, "a");
    w.threads.stop("c");
    expect(w.sent).toEqual([{ type: "stop", turn_id: "t" }]);
    expect(w.threads.get("c").stopping).toBe(true);
    w.threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a", { status: "stopped" }) });
    expect(w.threads.get("c").stopping).toBe(false);
  });

  test("before the turn has a name waits for it", () => {
    w.threads.receive({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    w.threads.stop("c");
    expect(w.sent).toEqual([]);
    w.threads.receive({ type: "event", cursor: "1", kind: "turn.started", turn_id: "t", chat_id: "c" });
    expect(w.sent).toEqual([{ type: "stop", turn_id: "t" }]);
    w.token(0, "a");
    expect(w.sent).toHaveLength(1);
  });

  test("is not held back for a reply that begins after the connection was lost", () => {
    w.threads.send("c", "Hello");
    w.threads.stop("c");
    w.threads.disconnected();
    expect(w.threads.get("c").stopping).toBe(false);
    w.event("turn.started", { turn_id: "t", chat_id: "c" });
    expect(w.sent.filter((frame) => frame.type === "stop")).toEqual([]);
  });
});

describe("reading", () => {
  test("messages that came in bulk are read, for no frame tells them", async () => {
    w.serve(aMessage("q"), aReply("a", "q", "From elsewhere."));
    w.event("chat.updated", { chat_id: "c", load_messages: true });
    await vi.waitFor(() => expect(w.ids()).toEqual(["q", "a"]));
  });

  test("keeps what the socket brought while the page was on its way", async () => {
    let answer: (value: Page<Message>) => void = () => {};
    w.pages.push(() => new Promise((resolve) => (answer = resolve)));
    const loading = w.threads.load("c");
    w.threads.receive({ type: "message", message: aMessage("m", { parent: "q" }) });
    answer(w.page(aMessage("q")));
    await loading;
    expect(w.ids()).toEqual(["q", "m"]);
  });

  test("asked for while a page is on its way reads once more, and only once", async () => {
    let answer: (value: Page<Message>) => void = () => {};
    w.pages.push(() => new Promise((resolve) => (answer = resolve)));
    w.serve(aMessage("q"), aReply("a", "q", "newer"));
    void w.threads.load("c");
    void w.threads.load("c");
    const again = w.threads.load("c");
    answer(w.page(aMessage("q")));
    await again;
    expect(w.ids()).toEqual(["q", "a"]);
    expect(w.pages).toEqual([]);
  });

  test("older pages goes back in time and ends at the beginning", async () => {
    w.pages.push(async () => ({ results: [aMessage("q2")], next_cursor: "older" }));
    await w.threads.load("other");
    expect(w.threads.get("other").older.cursor).toBe("older");
    w.pages.push(async () => w.page(aMessage("q1")));
    await w.threads.loadOlder("other");
    expect(w.threads.get("other").messages.map((message) => message.id)).toEqual(["q1", "q2"]);
    expect(w.threads.get("other").older.cursor).toBeNull();
  });

  test("again after a reconnect does not lose how far back was read", async () => {
    w.pages.push(async () => ({ results: [aMessage("2")], next_cursor: "before-2" }));
    await w.threads.load("other");
    w.pages.push(async () => ({ results: [aMessage("1")], next_cursor: "before-1" }));
    await w.threads.loadOlder("other");
    w.pages.push(async () => ({ results: [aMessage("3", { parent: "2" }), aMessage("2")], next_cursor: "before-2" }));
    await w.threads.load("other");
    expect(w.threads.get("other").messages.map((message) => message.id)).toEqual(["1", "2", "3"]);
    expect(w.threads.get("other").older.cursor).toBe("before-1");
  });

  test("forgets everything when somebody else signs in", () => {
    w.threads.send("c", "mine");
    w.threads.clear();
    expect(w.threads.get("c")).toMatchObject({ messages: [], outgoing: [], phase: "new" });
  });
});
