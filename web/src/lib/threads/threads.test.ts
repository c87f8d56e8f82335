import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Begun } from "@/api/chats";
import type { ClientFrame } from "@/api/frames";
import { ApiError } from "@/api/problem";
import type { Message, Page } from "@/api/types";
import { aMessage, aReply } from "./fixtures";
import { type MessageCalls, Threads } from "./threads";

let sent: ClientFrame[];
let online: boolean;
let resumed: object[];
let pages: (() => Promise<Page<Message>>)[];
let asked: unknown[][];
let begun: () => Promise<Begun>;
let threads: Threads;

const page = (...newestLast: Message[]): Page<Message> => ({ results: newestLast.toReversed(), next_cursor: null });
const serve = (...newestLast: Message[]) => pages.push(async () => page(...newestLast));
const token = (index: number, content: string, turn_id = "t") =>
  threads.receive({ type: "token", turn_id, chat_id: "c", index, content });
const event = (kind: string, part: object) => threads.receive({ type: "event", cursor: "1", kind, ...part });
const ids = () => threads.get("c").messages.map((message) => message.id);
const messages = () => sent.filter((frame) => frame.type === "message");
const clientId = (at = 0) => threads.get("c").outgoing[at]?.client_id ?? "";

const calls: MessageCalls = {
  fetchPage: async (...args) => {
    asked.push(["page", ...args]);
    const next = pages.shift();
    if (!next) throw new Error("nothing was to be read");
    return next();
  },
  edit: async (...args) => {
    asked.push(["edit", ...args]);
    return begun();
  },
  regenerate: async (...args) => {
    asked.push(["regenerate", ...args]);
    return begun();
  },
  select: async (...args) => asked.push(["select", ...args]),
  remove: async (...args) => void asked.push(["remove", ...args]),
};

const aPage = () =>
  new Threads(
    {
      send: (frame) => online && sent.push(frame) > 0,
      resume: () => resumed.push(threads.positions()),
    },
    (flush) => flush(),
    calls,
  );

beforeEach(async () => {
  localStorage.clear();
  sent = [];
  online = true;
  resumed = [];
  pages = [];
  asked = [];
  threads = aPage();
  threads.outbox.open("me");
  serve(aMessage("q"));
  await threads.load("c");
});

afterEach(() => threads.clear());

describe("sending", () => {
  test("shows the message at once, and puts the server's in its place when it is acknowledged", () => {
    threads.send("c", "Hello");
    expect(threads.get("c").outgoing).toMatchObject([{ content: "Hello", problem: null, sending: true }]);
    const client_id = clientId();
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
    const client_id = clientId();
    threads.receive({ type: "error", code: "invalid", detail: "That is too long.", client_id });
    expect(threads.get("c").outgoing[0]).toMatchObject({ content: "Hello", problem: "That is too long." });
    threads.outbox.change(client_id, "Hi");
    expect(threads.get("c").outgoing).toMatchObject([{ content: "Hi", problem: null, sending: true }]);
    expect(clientId()).not.toBe(client_id);
  });

  test("while a reply is written waits for its end", () => {
    token(0, "a");
    threads.send("c", "And then?");
    expect(messages()).toEqual([]);
    expect(threads.get("c").outgoing).toMatchObject([{ sending: false }]);
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a") });
    expect(messages()).toMatchObject([{ content: "And then?" }]);
  });

  test("against a reply begun elsewhere reads on to see it end, and is sent then", async () => {
    threads.send("c", "Too soon");
    serve(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    threads.receive({ type: "error", code: "turn_running", detail: "Wait.", turn_id: "t", client_id: clientId() });
    await vi.waitFor(() => expect(resumed).toEqual([[]]));
    expect(threads.get("c").outgoing).toMatchObject([{ problem: null, sending: false }]);
    expect(messages()).toHaveLength(1);
    token(0, "a");
    threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "a") });
    expect(messages()).toHaveLength(2);
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

describe("after a reload", () => {
  test("a reply that is on its way is asked for from its beginning and goes on", async () => {
    threads = aPage();
    serve(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    await threads.load("c");
    expect(resumed).toEqual([[]]);
    threads.receive({ type: "typing", chat_id: "c", by: "aira", is_typing: true, turn_id: "t" });
    token(0, "a");
    expect(threads.get("c").live?.content).toBe("a");
    expect(threads.positions()).toEqual([{ turn_id: "t", index: 1 }]);
    threads.stop("c");
    expect(sent).toEqual([{ type: "stop", turn_id: "t" }]);
  });

  test("a finished reply is not asked for", async () => {
    threads = aPage();
    serve(aMessage("q"), aReply("a", "q", "whole"));
    await threads.load("c");
    expect(resumed).toEqual([]);
    expect(threads.positions()).toEqual([]);
  });

  test("a reply that ended while the page was on its way is over", async () => {
    threads = aPage();
    pages.push(async () => {
      threads.receive({ type: "done", turn_id: "t", message: aReply("a", "q", "whole") });
      return page(aMessage("q"), aReply("a", "q", "", { status: "streaming" }));
    });
    await threads.load("c");
    expect(threads.get("c").messages.at(-1)).toMatchObject({ content: "whole", status: "complete" });
    expect(resumed).toEqual([]);
  });

  test("a reply that began while the page was on its way is not taken for over", async () => {
    pages.push(async () => {
      event("turn.started", { turn_id: "t2", chat_id: "c" });
      return page(aMessage("q"), aReply("a", "q", "the one before"));
    });
    await threads.load("c");
    token(0, "n", "t2");
    expect(threads.get("c").live).toEqual({ turn_id: "t2", content: "n" });
  });
});

describe("with too much missed", () => {
  test("a conversation nobody looks at is read anew, and its replies are not waited for", async () => {
    const unwatch = threads.watch("c", () => {});
    threads.receive({ type: "typing", chat_id: "other", by: "aira", is_typing: true, turn_id: "lost" });
    threads.lostTrack();
    expect(threads.get("other").phase).toBe("new");
    expect(threads.positions()).toEqual([]);
    expect(ids()).toEqual(["q"]);
    unwatch();
  });

  test("what waits to be sent there goes out once it is clear that nothing is in its way", async () => {
    threads.receive({ type: "typing", chat_id: "other", by: "aira", is_typing: true, turn_id: "lost" });
    threads.send("other", "Still here?");
    expect(messages()).toEqual([]);
    serve(aMessage("o", { chat: "other" }), aReply("p", "o", "done", { chat: "other" }));
    threads.lostTrack();
    await vi.waitFor(() => expect(messages()).toMatchObject([{ chat_id: "other", content: "Still here?" }]));
  });
});

describe("branches", () => {
  const answer = aReply("a", "q", "words");
  beforeEach(() => threads.receive({ type: "message", message: answer }));

  test("other words for a message take its place at once, and their reply comes live", async () => {
    const edited = aMessage("q2", { content: "better", siblings: ["q", "q2"] });
    begun = async () => {
      expect(threads.get("c")).toMatchObject({ messages: [], edit: { content: "better" } });
      return { turn_id: "t", user_message: edited };
    };
    await threads.edit("c", "q", "better");
    expect(asked.at(-1)?.slice(0, 4)).toEqual(["edit", "c", "q", "better"]);
    expect(threads.get("c").edit).toBeNull();
    expect(ids()).toEqual(["q2"]);
    expect(threads.keyOf("q2")).toBe(asked.at(-1)?.[4]);
    token(0, "New");
    expect(threads.get("c").live?.content).toBe("New");
  });

  test("refused other words leave everything as it was", async () => {
    begun = async () => {
      throw new ApiError(409, "turn_running", "Wait.");
    };
    serve(aMessage("q"), answer);
    await expect(threads.edit("c", "q", "better")).rejects.toMatchObject({ code: "turn_running" });
    expect(threads.get("c").edit).toBeNull();
    expect(ids()).toEqual(["q", "a"]);
  });

  test("another answer takes the place of the one there, and is what its turn says", async () => {
    begun = async () => {
      expect(threads.get("c")).toMatchObject({ typing: true });
      expect(ids()).toEqual(["q"]);
      return { turn_id: "t", user_message: aMessage("q") };
    };
    await threads.regenerate("c", "a");
    const another = aReply("a2", "q", "", { siblings: ["a", "a2"], status: "streaming" });
    event("turn.started", { turn_id: "t", chat_id: "c", message: another });
    token(0, "Other");
    threads.receive({ type: "done", turn_id: "t", message: { ...another, content: "Other", status: "complete" } });
    expect(ids()).toEqual(["q", "a2"]);
    expect(threads.get("c")).toMatchObject({ live: null, typing: false });
  });

  test("another answer asked for elsewhere shows itself here", async () => {
    const another = aReply("a2", "q", "", { siblings: ["a", "a2"], status: "streaming" });
    serve(aMessage("q"), another);
    event("turn.started", { turn_id: "t", chat_id: "c", message: another });
    expect(ids()).toEqual(["q", "a2"]);
    await vi.waitFor(() => expect(pages).toEqual([]));
    token(0, "Other");
    expect(threads.get("c").live?.content).toBe("Other");
  });

  test("a chosen version is read as far back as it is, in the place of the one shown", async () => {
    const other = aReply("a2", "q", "other", { siblings: ["a", "a2"] });
    const later = aMessage("q3", { parent: "a2" });
    pages.push(async () => ({ results: [later], next_cursor: "before-q3" }));
    pages.push(async () => page(aMessage("q"), other));
    await threads.select("c", "a", "a2");
    expect(asked.slice(-3)).toEqual([
      ["select", "c", "a2"],
      ["page", "c", null],
      ["page", "c", "before-q3", 200],
    ]);
    expect(ids()).toEqual(["q", "a2", "q3"]);
    expect(threads.keyOf("a2")).toBe("a");
  });

  test("a chosen version comes as a whole, not message by message", async () => {
    const other = aReply("a2", "q", "other", { siblings: ["a", "a2"] });
    pages.push(async () => {
      event("message.deleted", { chat_id: "c", message_id: "a" });
      event("message.updated", { chat_id: "c", message: other });
      expect(ids()).toEqual(["q", "a"]);
      return page(aMessage("q"), other);
    });
    await threads.select("c", "a", "a2");
    expect(ids()).toEqual(["q", "a2"]);
    event("message.deleted", { chat_id: "c", message_id: "a2" });
    expect(ids()).toEqual(["q"]);
  });

  test("chosen elsewhere goes and comes message by message", () => {
    const other = aReply("a2", "q", "other", { siblings: ["a", "a2"] });
    event("message.deleted", { chat_id: "c", message_id: "a" });
    event("message.updated", { chat_id: "c", message: other });
    event("message.updated", { chat_id: "c", message: aMessage("q3", { parent: "a2" }) });
    expect(ids()).toEqual(["q", "a2", "q3"]);
  });

  test("a message without an answer is answered without being said again", async () => {
    threads.receive({ type: "message", message: aMessage("q3", { parent: "a" }) });
    begun = async () => {
      expect(ids()).toEqual(["q", "a", "q3"]);
      return { turn_id: "t", user_message: aMessage("q3", { parent: "a" }) };
    };
    await threads.regenerate("c", "q3");
    expect(asked.at(-1)).toEqual(["regenerate", "c", "q3"]);
  });

  test("a removed message goes with what follows, here and elsewhere", async () => {
    serve(aMessage("q"));
    await threads.remove("c", "a");
    expect(asked.slice(-2)).toEqual([
      ["remove", "c", "a"],
      ["page", "c", null],
    ]);
    expect(ids()).toEqual(["q"]);
    serve(aMessage("q2"));
    event("message.deleted", { chat_id: "c", message_id: "q" });
    await vi.waitFor(() => expect(ids()).toEqual(["q2"]));
  });

  test("a removed message does not come back with a page that was on its way", async () => {
    pages.push(async () => {
      event("message.deleted", { chat_id: "c", message_id: "a" });
      return page(aMessage("q"), answer);
    });
    serve(aMessage("q"));
    await threads.load("c");
    await vi.waitFor(() => expect(ids()).toEqual(["q"]));
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

  test("is not held back for a reply that begins after the connection was lost", () => {
    threads.send("c", "Hello");
    threads.stop("c");
    threads.disconnected();
    expect(threads.get("c").stopping).toBe(false);
    event("turn.started", { turn_id: "t", chat_id: "c" });
    expect(sent.filter((frame) => frame.type === "stop")).toEqual([]);
  });
});

describe("a message that is looked for", () => {
  const olderPage = async () => ({ results: [aMessage("q2")], next_cursor: "older" });

  test("and is there already is not read for", async () => {
    expect(await threads.reveal("c", "q")).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test("far up is read back to, and older pages go on from there", async () => {
    pages.push(olderPage, async () => ({ results: [aMessage("q1")], next_cursor: "oldest" }));
    expect(await threads.reveal("other", "q1")).toBe(true);
    expect(threads.get("other").messages.map((one) => one.id)).toEqual(["q1", "q2"]);
    expect(threads.get("other").older.cursor).toBe("oldest");
  });

  test("too far up is given up in the end", async () => {
    for (let n = 0; n < 40; n += 1) pages.push(olderPage);
    expect(await threads.reveal("other", "q0")).toBe(false);
    expect(asked.length).toBeLessThan(30);
  });

  test("on another branch makes that the one shown", async () => {
    serve(aMessage("q"));
    serve(aMessage("q2", { siblings: ["q", "q2"] }));
    expect(await threads.reveal("c", "q2")).toBe(true);
    expect(asked.map((call) => call[0])).toEqual(["page", "page", "select", "page"]);
    expect(ids()).toEqual(["q2"]);
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
    void threads.load("c");
    void threads.load("c");
    const again = threads.load("c");
    answer(page(aMessage("q")));
    await again;
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

  test("forgets everything when somebody else signs in", () => {
    threads.send("c", "mine");
    threads.clear();
    expect(threads.get("c")).toMatchObject({ messages: [], outgoing: [], phase: "new" });
  });
});
