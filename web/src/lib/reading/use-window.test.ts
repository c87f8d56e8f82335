import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useWindow } from "./use-window";

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ key: `k${from + index}` }));

const show = (items: { key: string }[]) => {
  const hook = renderHook(({ items }) => useWindow(items), { initialProps: { items } });
  const edges = () => [hook.result.current.rows[0]?.key, hook.result.current.rows.at(-1)?.key];
  return { ...hook, edges };
};

test("a short history is all there", () => {
  const { result } = show(rows(0, 50));
  expect(result.current.rows).toHaveLength(50);
  expect(result.current).toMatchObject({ hasAbove: false, hasBelow: false });
});

test("of a long one the newest rows are there, and follow what comes", () => {
  const { edges, rerender } = show(rows(0, 500));
  expect(edges()).toEqual(["k380", "k499"]);
  rerender({ items: rows(0, 501) });
  expect(edges()).toEqual(["k381", "k500"]);
});

test("it moves up and down without ever holding more than it may", () => {
  const { result, edges } = show(rows(0, 500));
  for (let n = 0; n < 20; n += 1) {
    act(() => result.current.up());
    expect(result.current.rows.length).toBeLessThanOrEqual(120);
  }
  expect(edges()).toEqual(["k0", "k119"]);
  expect(result.current).toMatchObject({ hasAbove: false, hasBelow: true });
  for (let n = 0; n < 20; n += 1) act(() => result.current.down());
  expect(edges()).toEqual(["k380", "k499"]);
  expect(result.current.hasBelow).toBe(false);
});

test("each step keeps most rows that were there", () => {
  const { result } = show(rows(0, 500));
  const before = new Set(result.current.rows.map((row) => row.key));
  act(() => result.current.up());
  expect(result.current.rows.filter((row) => before.has(row.key)).length).toBeGreaterThanOrEqual(80);
});

test("older rows put in front move nothing for a reader in the middle", () => {
  const { result, edges, rerender } = show(rows(100, 500));
  act(() => result.current.up());
  const before = edges();
  rerender({ items: rows(0, 500) });
  expect(edges()).toEqual(before);
  expect(result.current.hasAbove).toBe(true);
});

test("back to the latest from anywhere", () => {
  const { result, edges } = show(rows(0, 500));
  for (let n = 0; n < 5; n += 1) act(() => result.current.up());
  act(() => result.current.latest());
  expect(edges()).toEqual(["k380", "k499"]);
});

test("to the rows around any one, and from there to the latest", () => {
  const { result, edges } = show(rows(0, 500));
  act(() => result.current.around("k200"));
  expect(edges()).toEqual(["k140", "k259"]);
  act(() => result.current.around("k10"));
  expect(edges()).toEqual(["k0", "k119"]);
  act(() => result.current.around("k490"));
  expect(edges()).toEqual(["k430", "k499"]);
  expect(result.current.hasBelow).toBe(false);
});
