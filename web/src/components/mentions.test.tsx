import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Composer } from "./composer";

const mentions = [
  { slug: "aira", name: "Aira" },
  { slug: "friendly-assistant", name: "Friendly Assistant" },
];
const send = vi.fn(() => true);
const field = () => screen.getByRole<HTMLTextAreaElement>("textbox");
const offered = () => screen.queryAllByRole("option").map((one) => one.textContent);

beforeEach(() => {
  sessionStorage.clear();
  send.mockClear();
  render(<Composer draft="d" placeholder="Message Hikers" onSend={send} mentions={mentions} />);
});

test("an @ offers whom one can call, and Enter takes one instead of sending", async () => {
  await userEvent.type(field(), "Hello @");
  expect(offered()).toEqual(["AAira@aira", "FFriendly Assistant@friendly-assistant"]);
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(field()).toHaveProperty("value", "Hello @friendly-assistant ");
  expect(send).not.toHaveBeenCalled();
  await userEvent.keyboard("{Enter}");
  expect(send).toHaveBeenCalledWith("Hello @friendly-assistant");
});

test("what is written on narrows them, Escape lets it be, an address is none", async () => {
  await userEvent.type(field(), "@ai");
  expect(offered()).toEqual(["AAira@aira"]);
  await userEvent.keyboard("{Escape}");
  expect(offered()).toEqual([]);
  await userEvent.clear(field());
  await userEvent.type(field(), "ann@ai");
  expect(offered()).toEqual([]);
});
