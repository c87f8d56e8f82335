import { expect, test } from "vitest";
import { aMessage } from "./fixtures";
import { layOver, prepend, upsert } from "./path";

const one = aMessage("1");
const two = aMessage("2", { parent: "1" });
const three = aMessage("3", { parent: "2" });
const ids = (path: readonly { id: string }[] | null) => path?.map((message) => message.id);

test("a known message is replaced where it stands", () => {
  const path = upsert([one, two], { ...one, content: "edited" });
  expect(ids(path)).toEqual(["1", "2"]);
  expect(path?.[0]?.content).toBe("edited");
});

test("a new message follows its parent at the end", () => {
  expect(ids(upsert([one, two], three))).toEqual(["1", "2", "3"]);
});

test("a message of another branch is not put in by guessing", () => {
  expect(upsert([one, two, three], aMessage("2b", { parent: "1" }))).toBeNull();
});

test("a message whose parent was never read goes to the end", () => {
  expect(ids(upsert([three], aMessage("9", { parent: "8" })))).toEqual(["3", "9"]);
});

test("the newest page replaces what it covers and keeps what is older", () => {
  const edited = { ...two, content: "edited" };
  const { path, connected } = layOver([one, two, aMessage("gone")], [edited, three]);
  expect(connected).toBe(true);
  expect(ids(path)).toEqual(["1", "2", "3"]);
  expect(path[1]?.content).toBe("edited");
});

test("a page that does not touch what is known takes its place", () => {
  const { path, connected } = layOver([one], [three]);
  expect(connected).toBe(false);
  expect(ids(path)).toEqual(["3"]);
});

test("an older page goes in front without repeating anything", () => {
  expect(ids(prepend([two, three], [one, two]))).toEqual(["1", "2", "3"]);
});
