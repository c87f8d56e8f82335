import { expect, test } from "vitest";
import { aMessage } from "./fixtures";
import { cutFrom, layOver, place, prepend } from "./path";

const one = aMessage("1");
const two = aMessage("2", { parent: "1" });
const three = aMessage("3", { parent: "2" });
const ids = (path: readonly { id: string }[]) => path.map((message) => message.id);
const placed = (...put: Parameters<typeof place>) => {
  const { path, sure } = place(...put);
  return { ids: ids(path), sure };
};

test("a known message is replaced where it stands", () => {
  const { path, sure } = place([one, two], { ...one, content: "edited" });
  expect(ids(path)).toEqual(["1", "2"]);
  expect(path[0]?.content).toBe("edited");
  expect(sure).toBe(true);
});

test("a new message follows its parent at the end", () => {
  expect(placed([one, two], three)).toEqual({ ids: ["1", "2", "3"], sure: true });
});

test("the newest branch takes the place of the one shown, until the server says which counts", () => {
  const edited = aMessage("2b", { parent: "1", siblings: ["2", "2b"] });
  expect(placed([one, two, three], edited)).toEqual({ ids: ["1", "2b"], sure: false });
});

test("a first message has branches too, though it follows nothing", () => {
  const edited = aMessage("1b", { siblings: ["1", "1b"] });
  expect(placed([one, two], edited)).toEqual({ ids: ["1b"], sure: false });
});

test("an older branch told of late takes no place", () => {
  const newest = aMessage("2c", { parent: "1", siblings: ["2", "2b", "2c"] });
  const older = aMessage("2b", { parent: "1", siblings: ["2", "2b", "2c"] });
  expect(placed([one, newest, three], older)).toEqual({ ids: ["1", "2c", "3"], sure: false });
});

test("a message whose parent was never read goes to the end, and only the server knows", () => {
  expect(placed([three], aMessage("9", { parent: "8" }))).toEqual({ ids: ["3", "9"], sure: false });
});

test("a removed message takes with it what follows", () => {
  expect(ids(cutFrom([one, two, three], "2"))).toEqual(["1"]);
  expect(ids(cutFrom([one, two], "elsewhere"))).toEqual(["1", "2"]);
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
