import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findPeopleChat, putPeopleChat } from "@/api/people-queries";
import { meQuery, queryClient } from "@/api/queries";
import type { PeopleChat, PeopleMessage } from "@/api/types";
import { aPeopleMessage } from "../threads/fixtures";
import { Attendance } from "./attendance";
import { heardOfPeople } from "./heard";
import { presenceText, typingText } from "./names";
import { typing } from "./typing";

const chat: PeopleChat = {
  id: "r",
  kind: "direct",
  title: null,
  user: { id: "bob", display_name: "Bob", is_agent: false },
  role: "member",
  member_count: 2,
  unread_count: 0,
  read_seq: 0,
  ai_context: true,
  ai_context_allowed: true,
  last_message: null,
  created_at: "2026-03-03T10:00:00Z",
  last_activity: "2026-03-03T10:00:00Z",
};

beforeEach(() => {
  vi.useFakeTimers();
  queryClient.clear();
  queryClient.setQueryData(meQuery.queryKey, { id: "me" });
  putPeopleChat(chat);
});
afterEach(() => {
  typing.clear();
  queryClient.clear();
  vi.useRealTimers();
});

const says = (message: PeopleMessage) => heardOfPeople({ type: "message", message });
const now = () => findPeopleChat("r");

describe("the list of chats", () => {
  test("counts what others say, each once", () => {
    for (const seq of [1, 2, 2, 1]) says(aPeopleMessage(seq));
    expect(now()).toMatchObject({ unread_count: 2, last_message: { seq: 2 } });
  });

  test("counts nothing that was read already, and nothing of mine", () => {
    putPeopleChat({ ...chat, read_seq: 5 });
    says(aPeopleMessage(5));
    expect(now()?.unread_count).toBe(0);
    says(aPeopleMessage(6));
    says(aPeopleMessage(7, { sender: { id: "me", display_name: "Ann", is_agent: false } }));
    expect(now()).toMatchObject({ unread_count: 0, read_seq: 7 });
  });

  test("shows other words of the last message, and not of one before", () => {
    says(aPeopleMessage(1));
    says(aPeopleMessage(2));
    const event = (message: PeopleMessage) =>
      heardOfPeople({ type: "event", cursor: "1", kind: "message.updated", chat_id: "r", message });
    event(aPeopleMessage(1, { content: "one" }));
    event(aPeopleMessage(2, { content: "two" }));
    expect(now()?.last_message?.content).toBe("two");
  });
});

describe("typing", () => {
  const types = (is_typing = true) => typing.heard({ chat_id: "r", by: "bob", is_typing });
  const writing = () => typing.getSnapshot().get("r") ?? [];

  test("ends when they say so, when what they wrote is here, or by itself", () => {
    types();
    types();
    expect(writing()).toEqual(["bob"]);
    types(false);
    expect(writing()).toEqual([]);
    types();
    says(aPeopleMessage(1));
    expect(writing()).toEqual([]);
    types();
    vi.advanceTimersByTime(5_000);
    types();
    vi.advanceTimersByTime(5_000);
    expect(writing()).toEqual(["bob"]);
    vi.advanceTimersByTime(1_000);
    expect(writing()).toEqual([]);
  });

  test("is told in words", () => {
    expect(typingText([])).toBeNull();
    expect(typingText(["Bob"])).toBe("Bob is typing…");
    expect(typingText(["Bob", "Cleo"])).toBe("Bob and Cleo are typing…");
    expect(typingText(["Bob", "Cleo", "Dan"])).toBe("Bob and 2 others are typing…");
  });
});

test("who was last seen when", () => {
  const time = new Date("2026-03-03T12:00:00");
  expect(presenceText("online", null, time)).toBe("online");
  expect(presenceText("offline", null, time)).toBeNull();
  expect(presenceText("offline", "2026-03-03T11:59:50", time)).toBe("last seen just now");
  expect(presenceText("offline", "2026-03-03T11:50:00", time)).toBe("last seen 10 min ago");
  expect(presenceText("offline", "2026-03-02T11:50:00", time)).toBe("last seen yesterday");
});

describe("attendance", () => {
  let told: string[];
  let leave: () => void;
  let attendance: Attendance;
  const look = (state: DocumentVisibilityState) => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
    document.dispatchEvent(new Event("visibilitychange"));
  };
  beforeEach(() => {
    told = [];
    look("visible");
    attendance = new Attendance((status) => told.push(status));
    leave = attendance.follow();
  });
  afterEach(() => leave());

  test("who looks elsewhere for a minute is away, and back with a look", () => {
    look("hidden");
    vi.advanceTimersByTime(59_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1_000);
    look("visible");
    expect(told).toEqual(["away", "online"]);
  });

  test("who does nothing for long is away, and back with a key", () => {
    vi.advanceTimersByTime(4 * 60_000);
    window.dispatchEvent(new KeyboardEvent("keydown"));
    vi.advanceTimersByTime(4 * 60_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(60_000);
    attendance.connected();
    window.dispatchEvent(new Event("pointerdown"));
    expect(told).toEqual(["away", "away", "online"]);
  });
});
