import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Composer } from "./composer";

const onSend = vi.fn();
const onStop = vi.fn();

beforeEach(() => {
  onSend.mockReset().mockReturnValue(true);
  onStop.mockReset();
  sessionStorage.clear();
});

const show = (part: Partial<Parameters<typeof Composer>[0]> = {}) =>
  render(<Composer draft="c" placeholder="Message Aira" onSend={onSend} onStop={onStop} {...part} />);
const field = () => screen.getByRole<HTMLTextAreaElement>("textbox");

test("Enter sends and empties the field, Shift+Enter is a new line", async () => {
  show();
  await userEvent.type(field(), "Hello{Shift>}{Enter}{/Shift}there{Enter}");
  expect(onSend).toHaveBeenCalledExactlyOnceWith("Hello\nthere");
  expect(field().value).toBe("");
});

test("Enter that picks a word of an input method does not send", () => {
  show();
  fireEvent.change(field(), { target: { value: "こんにちは" } });
  const composing = createEvent.keyDown(field(), { key: "Enter", isComposing: true });
  fireEvent(field(), composing);
  fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
  expect(onSend).not.toHaveBeenCalled();
  fireEvent.keyDown(field(), { key: "Enter", keyCode: 13 });
  expect(onSend).toHaveBeenCalledExactlyOnceWith("こんにちは");
});

test("nothing but spaces is not sent", async () => {
  show();
  await userEvent.type(field(), "   {Enter}");
  expect(onSend).not.toHaveBeenCalled();
});

test("while a reply is on its way it can be stopped, and what is sent follows it", async () => {
  show({ busy: true });
  expect(screen.queryByRole("button", { name: "Send after the reply" })).toBeNull();
  await userEvent.type(field(), "And then?");
  await userEvent.click(screen.getByRole("button", { name: "Send after the reply" }));
  expect(onSend).toHaveBeenCalledExactlyOnceWith("And then?");
  await userEvent.click(screen.getByRole("button", { name: "Stop the reply" }));
  expect(onStop).toHaveBeenCalledOnce();
});

test("words that can't be taken stay in the field", async () => {
  onSend.mockReturnValue(false);
  show();
  await userEvent.type(field(), "One too many{Enter}");
  expect(field().value).toBe("One too many");
});

test("what was typed is still there when the screen comes back, for its own chat only", async () => {
  const first = show();
  await userEvent.type(field(), "Not yet sent");
  first.unmount();
  const other = show({ draft: "d" });
  expect(field().value).toBe("");
  other.unmount();
  show();
  expect(field().value).toBe("Not yet sent");
});

test("a message over 32 KB of UTF-8 is not sent, and the field says why", () => {
  show();
  fireEvent.change(field(), { target: { value: "é".repeat(16 * 1024) } });
  expect(screen.getByRole("status").textContent).toBe("32.0 of 32 KB");
  fireEvent.change(field(), { target: { value: `${"é".repeat(16 * 1024)}!` } });
  expect(screen.getByRole("status").textContent).toContain("shorten");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(onSend).not.toHaveBeenCalled();
});
