import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { putReceipt } from "@/api/memory-queries";
import type { Message, Recalled } from "@/api/types";
import { aServer, show } from "@/components/under-test";
import { aReply } from "@/lib/threads/fixtures";
import { ActionsProvider } from "./actions";
import { ReplyFoot } from "./reply-foot";

const server = aServer();
const route = "GET /api/ai/chats/c/messages/a/recall";
const items: Recalled[] = [
  {
    kind: "fact",
    id: "f1",
    text: "Likes mangoes.",
    score: 0.9,
    why: ["words"],
    tokens: 5,
    message_id: "m1",
    chat_id: "c2",
    created_at: "2026-03-03T10:00:00Z",
  },
  {
    kind: "message",
    id: "m7",
    text: "I ate a mango at the station.",
    score: 0.4,
    why: ["recent"],
    tokens: 8,
    message_id: "m7",
    chat_id: "c2",
    created_at: "2026-03-03T10:00:00Z",
  },
];
const reply = aReply("a", "q", "You like mangoes.", { recalled: 2 });

beforeEach(() => server.on(route, { turn_id: "t", tokens: 13, items }));

const foot = (message: Message = reply) =>
  show(
    <ActionsProvider value={{ active: false } as Parameters<typeof ActionsProvider>[0]["value"]}>
      <ReplyFoot message={message} isLast />
    </ActionsProvider>,
  );

test("what a reply was given to remember is told when asked for, and leads to where it is from", async () => {
  const { where } = await foot();
  const button = await screen.findByRole("button", { name: "Remembered 2 things" });
  expect(button.getAttribute("aria-expanded")).toBe("false");
  expect(server.asked(route)).toEqual([]);
  await userEvent.click(button);
  const receipt = screen.getByRole("region", { name: "Remembered" });
  await within(receipt).findByRole("link", { name: /Likes mangoes/ });
  expect(receipt.textContent).toContain("words · 5 tokens");
  expect(receipt.textContent).toContain("13 tokens");
  expect(
    within(receipt)
      .getByRole("link", { name: /Likes mangoes/ })
      .getAttribute("href"),
  ).toBe("/memory?fact=f1");
  await userEvent.click(within(receipt).getByRole("link", { name: /I ate a mango/ }));
  await waitFor(() => expect(where()).toBe("/c/c2?m=m7"));
});

test("nothing is said, and nothing asked, where nothing was remembered", async () => {
  await foot({ ...reply, recalled: 0 });
  expect(screen.queryByRole("button", { name: /Remembered/ })).toBeNull();
  expect(server.asked(route)).toEqual([]);
});

test("what was forgotten since is said to be", async () => {
  server.on(route, { turn_id: "t", tokens: 13, items: [] });
  await foot();
  await userEvent.click(await screen.findByRole("button", { name: "Remembered 2 things" }));
  expect(await screen.findByText("It is all forgotten by now.")).toBeTruthy();
});

test("what was told while the reply was written is not asked for again", async () => {
  putReceipt("c", "a", "t", items.slice(0, 1));
  await foot({ ...reply, recalled: 1 });
  await userEvent.click(await screen.findByRole("button", { name: "Remembered 1 thing" }));
  expect(await screen.findByRole("link", { name: /Likes mangoes/ })).toBeTruthy();
  expect(server.asked(route)).toEqual([]);
});

test("a reply that is still being written says nothing of it", async () => {
  await foot({ ...reply, status: "streaming" });
  expect(screen.queryByRole("button", { name: /Remembered/ })).toBeNull();
});
