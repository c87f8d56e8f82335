import { describe, expect, test } from "vitest";
import { aMood } from "./fixtures";
import { lineOf, type Plot, pointsOf, ticksOf, valenceWord } from "./mood-scale";

const plot: Plot = { width: 120, height: 60, left: 10, right: 10, top: 10, bottom: 10 };
const from = new Date("2026-03-01T00:00:00");
const until = new Date("2026-03-11T00:00:00");
const at = (time: string, valence: number) => aMood(`${time} ${valence}`, new Date(time).toISOString(), valence);

describe("moods on a chart", () => {
  test("stand by their time, and by how good they were", () => {
    const moods = [at("2026-03-01T00:00:00", 1), at("2026-03-06T00:00:00", 0), at("2026-03-11T00:00:00", -1)];
    expect(pointsOf(moods, from, until, plot).map(({ x, y }) => [x, y])).toEqual([
      [10, 10],
      [60, 30],
      [110, 50],
    ]);
  });

  test("never leave it", () => {
    expect(pointsOf([at("2026-03-06T00:00:00", 7)], from, until, plot)[0]?.y).toBe(10);
  });

  test("of one day are one point of the line", () => {
    const moods = [at("2026-03-06T10:00:00", 1), at("2026-03-06T14:00:00", -1), at("2026-03-07T12:00:00", 1)];
    expect(lineOf(pointsOf(moods, from, until, plot))).toBe("65.0,30.0 75.0,10.0");
  });
});

test("a week has its days, a month its weeks, a year every second month", () => {
  const back = (days: number) => new Date(until.getFullYear(), until.getMonth(), until.getDate() - days);
  const labels = (days: number) => ticksOf(days, back(days), until, plot, "en-GB").map(({ label }) => label);
  expect(labels(7)).toEqual(["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]);
  expect(labels(30)).toEqual(["11 Feb", "18 Feb", "25 Feb", "4 Mar", "11 Mar"].slice(-labels(30).length));
  expect(labels(30).length).toBeGreaterThan(3);
  expect(labels(365)).toEqual(["May", "Jul", "Sept", "Nov", "Jan", "Mar"]);
});

test("marks stand inside the chart", () => {
  for (const { x } of ticksOf(7, from, until, plot)) {
    expect(x).toBeGreaterThan(10);
    expect(x).toBeLessThanOrEqual(110);
  }
});

test("a valence has a word", () => {
  expect([-0.9, -0.6, -0.4, 0, 0.4, 0.8, 1].map(valenceWord)).toEqual([
    "very bad",
    "bad",
    "rather bad",
    "neither good nor bad",
    "rather good",
    "good",
    "very good",
  ]);
});
