import { expect, test } from "vitest";
import type { Chat, PeopleChat } from "@/api/types";
import { merged } from "./merged";

const agent = (id: string, last_activity: string, pinned = false) => ({ id, last_activity, pinned }) as Chat;
const people = (id: string, last_activity: string) => ({ id, last_activity }) as PeopleChat;
const ids = (...given: Parameters<typeof merged>) => merged(...given).map((one) => one.id);

test("the newest is first, whoever it is with, and what is pinned before it", () => {
  const agents = [agent("pinned", "01", true), agent("a1", "05"), agent("a2", "03")];
  expect(ids({ items: agents, hasMore: false }, { items: [people("p1", "04")], hasMore: false })).toEqual([
    "pinned",
    "a1",
    "p1",
    "a2",
  ]);
});

test("what could be in the wrong place waits for the page that says so", () => {
  const agents = { items: [agent("a1", "09"), agent("a2", "07")], hasMore: true };
  const rooms = { items: [people("p1", "08"), people("p2", "02")], hasMore: false };
  expect(ids(agents, rooms)).toEqual(["a1", "p1", "a2"]);
  expect(ids({ ...agents, hasMore: false }, rooms)).toEqual(["a1", "p1", "a2", "p2"]);
});
