import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "@/api/problem";
import { aMessage, aReply } from "./fixtures";
import { aConversation } from "./threads-under-test";

const w = aConversation();

describe("branches", () => {
  const answer = aReply("a", "q", "words");
  beforeEach(() => w.threads.receive({ type: "message", message: answer }));

  test("other words for a message take its place at once, and their reply comes live", async () => {
    const edited = aMessage("q2", { content: "better", siblings: ["q", "q2"] });
    w.begun = async () => {
      expect(w.threads.get("c")).toMatchObject({ messages: [], edit: { content: "better" } });
      return { turn_id: "t", user_message: edited };
    };
    await w.threads.edit("c", "q", "better");
    expect(w.asked.at(-1)?.slice(0, 4)).toEqual(["edit", "c", "q", "better"]);
    expect(w.threads.get("c").edit).toBeNull();
    expect(w.ids()).toEqual(["q2"]);
    expect(w.threads.keyOf("q2")).toBe(w.asked.at(-1)?.[4]);
    w.token(0, "New");
    expect(w.threads.get("c").live?.content).toBe("New");
  });

  test("refused other words leave everything as it was", async () => {
    w.begun = async () => {
      throw new ApiError(409, "turn_running", "Wait.");
    };
    w.serve(aMessage("q"), answer);
    await expect(w.threads.edit("c", "q", "better")).rejects.toMatchObject({ code: "turn_running" });
    expect(w.threads.get("c").edit).toBeNull();
    expect(w.ids()).toEqual(["q", "a"]);
  });

  test("another answer takes the place of the one there, and is what its turn says", async () => {
    w.begun = async () => {
      expect(w.threads.get("c")).toMatchObject({ typing: true });
      expect(w.ids()).toEqual(["q"]);
      return { turn_id: "t", user_message: aMessage("q") };
    };
    await w.threads.regenerate("c", "a");
    const another = aReply("a2", "q", "", { siblings: ["a", "a2"], status: "streaming" });
    w.event("turn.started", { turn_id: "t", chat_id: "c", message: another });
    w.token(0, "Other");
    w.threads.receive({ type: "done", turn_id: "t", message: { ...another, content: "Other", status: "complete" } });
    expect(w.ids()).toEqual(["q", "a2"]);
    expect(w.threads.get("c")).toMatchObject({ live: null, typing: false });
  });

  test("another answer asked for elsewhere shows itself here", async () => {
    const another = aReply("a2", "q", "", { siblings: ["a", "a2"], status: "streaming" });
    w.serve(aMessage("q"), another);
    w.event("turn.started", { turn_id: "t", chat_id: "c", message: another });
    expect(w.ids()).toEqual(["q", "a2"]);
    await vi.waitFor(() => expect(w.pages).toEqual([]));
    w.token(0, "Other");
    expect(w.threads.get("c").live?.content).toBe("Other");
  });

  test("a chosen version is read as far back as it is, in the place of the one shown", async () => {
    const other = aReply("a2", "q", "other", { siblings: ["a", "a2"] });
    const later = aMessage("q3", { parent: "a2" });
    w.pages.push(async () => ({ results: [later], next_cursor: "before-q3" }));
    w.pages.push(async () => w.page(aMessage("q"), other));
    await w.threads.select("c", "a", "a2");
    expect(w.asked.slice(-3)).toEqual([
      ["select", "c", "a2"],
      ["page", "c", null],
      ["page", "c", "before-q3", 200],
    ]);
    expect(w.ids()).toEqual(["q", "a2", "q3"]);
    expect(w.threads.keyOf("a2")).toBe("a");
  });

  test("a chosen version comes as a whole, not message by message", async () => {
    const other = aReply("a2", "q", "other", { siblings: ["a", "a2"] });
    w.pages.push(async () => {
      w.event("message.deleted", { chat_id: "c", message_id: "a" });
      w.event("message.updated", { chat_id: "c", message: other });
      expect(w.ids()).toEqual(["q", "a"]);
      return w.page(aMessage("q"), other);
    });
    await w.threads.select("c", "a", "a2");
    expect(w.ids()).toEqual(["q", "a2"]);
    w.event("message.deleted", { chat_id: "c", message_id: "a2" });
    expect(w.ids()).toEqual(["q"]);
  });

  test("chosen elsewhere goes and comes message by message", () => {
    const other = aReply("a2", "q", "other", { siblings: ["a", "a2"] });
    w.event("message.deleted", { chat_id: "c", message_id: "a" });
    w.event("message.updated", { chat_id: "c", message: other });
    w.event("message.updated", { chat_id: "c", message: aMessage("q3", { parent: "a2" }) });
    expect(w.ids()).toEqual(["q", "a2", "q3"]);
  });

  test("a message without an answer is answered without being said again", async () => {
    w.threads.receive({ type: "message", message: aMessage("q3", { parent: "a" }) });
    w.begun = async () => {
      expect(w.ids()).toEqual(["q", "a", "q3"]);
      return { turn_id: "t", user_message: aMessage("q3", { parent: "a" }) };
    };
    await w.threads.regenerate("c", "q3");
    expect(w.asked.at(-1)).toEqual(["regenerate", "c", "q3"]);
  });

  test("a removed message goes with what follows, here and elsewhere", async () => {
    w.serve(aMessage("q"));
    await w.threads.remove("c", "a");
    expect(w.asked.slice(-2)).toEqual([
      ["remove", "c", "a"],
      ["page", "c", null],
    ]);
    expect(w.ids()).toEqual(["q"]);
    w.serve(aMessage("q2"));
    w.event("message.deleted", { chat_id: "c", message_id: "q" });
    await vi.waitFor(() => expect(w.ids()).toEqual(["q2"]));
  });

  test("a removed message does not come back with a page that was on its way", async () => {
    w.pages.push(async () => {
      w.event("message.deleted", { chat_id: "c", message_id: "a" });
      return w.page(aMessage("q"), answer);
    });
    w.serve(aMessage("q"));
    await w.threads.load("c");
    await vi.waitFor(() => expect(w.ids()).toEqual(["q"]));
  });
});

describe("a message that is looked for", () => {
  const olderPage = async () => ({ results: [aMessage("q2")], next_cursor: "older" });

  test("and is there already is not read for", async () => {
    expect(await w.threads.reveal("c", "q")).toBe(true);
    expect(w.asked).toHaveLength(1);
  });

  test("far up is read back to, and older pages go on from there", async () => {
    w.pages.push(olderPage, async () => ({ results: [aMessage("q1")], next_cursor: "oldest" }));
    expect(await w.threads.reveal("other", "q1")).toBe(true);
    expect(w.threads.get("other").messages.map((one) => one.id)).toEqual(["q1", "q2"]);
    expect(w.threads.get("other").older.cursor).toBe("oldest");
  });

  test("too far up is given up in the end", async () => {
    for (let n = 0; n < 40; n += 1) w.pages.push(olderPage);
    expect(await w.threads.reveal("other", "q0")).toBe(false);
    expect(w.asked.length).toBeLessThan(30);
  });

  test("on another branch makes that the one shown", async () => {
    w.serve(aMessage("q"));
    w.serve(aMessage("q2", { siblings: ["q", "q2"] }));
    expect(await w.threads.reveal("c", "q2")).toBe(true);
    expect(w.asked.map((call) => call[0])).toEqual(["page", "page", "select", "page"]);
    expect(w.ids()).toEqual(["q2"]);
  });
});
