import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { secondThoughts, useForgetting } from "./use-forgetting";

const forget = vi.fn<() => Promise<void>>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async () => Response.json({ csrf_token: "t" }));
  forget.mockReset().mockResolvedValue(undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asked = () => {
  const hook = renderHook(() => useForgetting());
  act(() => hook.result.current.ask("a", forget));
  return hook;
};

test("what was asked to be forgotten goes after a while, and once", async () => {
  const { result, unmount } = asked();
  expect([...result.current.asked]).toEqual(["a"]);
  await act(() => vi.advanceTimersByTimeAsync(secondThoughts - 1));
  expect(forget).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(forget).toHaveBeenCalledOnce();
  expect([...result.current.asked]).toEqual([]);
  unmount();
  expect(forget).toHaveBeenCalledOnce();
});

test("it is kept when one thinks again", async () => {
  const { result, unmount } = asked();
  act(() => result.current.keep("a"));
  expect([...result.current.asked]).toEqual([]);
  await act(() => vi.advanceTimersByTimeAsync(secondThoughts * 2));
  unmount();
  expect(forget).not.toHaveBeenCalled();
});

test("leaving the screen forgets at once", () => {
  asked().unmount();
  expect(forget).toHaveBeenCalledOnce();
});

test("closing the page forgets at once", () => {
  asked();
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(forget).toHaveBeenCalledOnce();
});

test("what is asked twice goes once", async () => {
  const { result } = asked();
  act(() => result.current.ask("a", forget));
  await act(() => vi.advanceTimersByTimeAsync(secondThoughts * 2));
  expect(forget).toHaveBeenCalledOnce();
});

test("what could not be forgotten is shown again", async () => {
  forget.mockRejectedValue(new Error("no"));
  const { result } = asked();
  await act(() => vi.advanceTimersByTimeAsync(secondThoughts));
  expect([...result.current.asked]).toEqual([]);
});
