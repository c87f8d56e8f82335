import { expect, test } from "vitest";
import type { Fact } from "@/api/types";
import { aFact } from "./fixtures";
import { validity } from "./validity";

const now = new Date("2026-03-10T12:00:00");
const of = (valid_from: string | null, valid_until: string | null, part: Partial<Fact> = {}, timeZone?: string) =>
  validity(aFact("f", "Likes mangoes.", { valid_from, valid_until, ...part }), timeZone, now);

test("a fact without an end just holds", () => expect(of(null, null)).toBeNull());

test("an end to come is told, by the month when it is far away", () => {
  expect(of(null, "2026-04-02T12:00:00")).toMatch(/^until (2 Apr|Apr 2)$/);
  expect(of(null, "2027-05-31T12:00:00")).toBe("until May 2027");
});

test("an end that is over is told as such", () => {
  expect(of(null, "2026-03-02T12:00:00")).toMatch(/^over since (2 Mar|Mar 2)$/);
});

test("what is planned has its day, or its days", () => {
  const plan = { kind: "plan" } as const;
  expect(of("2026-03-27T00:00:00", null, plan)).toMatch(/^(27 Mar|Mar 27)$/);
  expect(of("2026-03-27T00:00:00", "2026-03-27T23:59:59", plan)).toMatch(/^(27 Mar|Mar 27)$/);
  expect(of("2026-03-27T00:00:00", "2026-03-29T12:00:00", plan)).toMatch(/^(27 Mar to 29 Mar|Mar 27 to Mar 29)$/);
});

test("a beginning is behind or ahead", () => {
  expect(of("2020-01-15T00:00:00", null)).toBe("since January 2020");
  expect(of("2026-03-27T00:00:00", null)).toMatch(/^from (27 Mar|Mar 27)$/);
});

test("a day is the person's, wherever the page is read", () => {
  expect(of("2026-03-26T18:30:00Z", null, { kind: "event" }, "Asia/Kolkata")).toMatch(/^(27 Mar|Mar 27)$/);
  expect(of("2026-03-27T05:00:00Z", null, { kind: "event" }, "America/New_York")).toMatch(/^(27 Mar|Mar 27)$/);
  expect(of("2026-03-27T12:00:00", null, { kind: "event" }, "Mars/Olympus")).toMatch(/^(27 Mar|Mar 27)$/);
});
