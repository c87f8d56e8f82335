import { expect, test } from "vitest";
import type { Member } from "@/api/types";
import { aPeopleMessage } from "@/lib/threads/fixtures";
import { receiptOf } from "./receipts";

const member = (id: string, read_seq: number, delivered_seq: number): Member => ({
  user: { id, display_name: id, is_agent: false },
  role: "member",
  joined_at: "2026-03-03T10:00:00Z",
  read_seq,
  delivered_seq,
});
const of = (...others: Member[]) => receiptOf(aPeopleMessage(5), [member("me", 9, 9), ...others], "me");

test("of two, what the other has seen", () => {
  expect(of(member("bob", 0, 4))).toEqual({ state: "sent", text: "Sent" });
  expect(of(member("bob", 4, 5))).toEqual({ state: "delivered", text: "Delivered" });
  expect(of(member("bob", 5, 0))).toEqual({ state: "read", text: "Read" });
});

test("of several, how many", () => {
  expect(of(member("bob", 0, 5), member("cleo", 0, 0))).toEqual({ state: "sent", text: "Delivered to 1 of 2" });
  expect(of(member("bob", 5, 5), member("cleo", 0, 5))).toEqual({ state: "delivered", text: "Read by 1 of 2" });
  expect(of(member("bob", 5, 5), member("cleo", 6, 6))).toEqual({ state: "read", text: "Read by all" });
});

test("of many, and of none that are known, nothing but that it was sent", () => {
  const many = Array.from({ length: 20 }, (_, index) => member(`m${index}`, 9, 9));
  expect(of(...many).text).toBe("Sent");
  expect(receiptOf(aPeopleMessage(5), undefined, "me").text).toBe("Sent");
});
