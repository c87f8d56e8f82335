import { expect, test } from "vitest";
import { TurnBuffer } from "./turn-buffer";

test("deltas in order are their concatenation", () => {
  const buffer = new TurnBuffer();
  expect(["Hel", "lo"].map((text, index) => buffer.add(index, text))).toEqual(["added", "added"]);
  expect(buffer.content).toBe("Hello");
  expect(buffer.wanted).toBe(2);
});

test("a delta met twice counts once, also with other text", () => {
  const buffer = new TurnBuffer();
  buffer.add(0, "a");
  expect(buffer.add(0, "x")).toBe("seen");
  buffer.add(1, "b");
  expect(buffer.add(0, "a")).toBe("seen");
  expect(buffer.content).toBe("ab");
});

test("deltas ahead of a gap wait, and follow when it closes", () => {
  const buffer = new TurnBuffer();
  buffer.add(0, "a");
  expect(buffer.add(2, "c")).toBe("gap");
  expect(buffer.add(3, "d")).toBe("gap");
  expect(buffer.add(3, "d")).toBe("seen");
  expect(buffer.content).toBe("a");
  expect(buffer.wanted).toBe(1);
  expect(buffer.add(1, "b")).toBe("added");
  expect(buffer.content).toBe("abcd");
});

test("any order of arrival, with repetitions, gives the same text", () => {
  const pieces = [..."the same text in the end"];
  for (let round = 1; round < 40; round += 1) {
    const buffer = new TurnBuffer();
    const order = pieces.flatMap((_, index) => [index, (index * round) % pieces.length]);
    order.sort((a, b) => ((a * 7919 + round) % 31) - ((b * 104_729 + round) % 31));
    for (const index of order) buffer.add(index, pieces[index] ?? "");
    expect(buffer.content).toBe(pieces.join(""));
  }
});
