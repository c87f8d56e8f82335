import type { Mood } from "@/api/types";
import { dayInput } from "@/lib/time";

export type Point = { mood: Mood; x: number; y: number };

/** A mark under the chart: where it stands, and what it says. */
export type Tick = { x: number; label: string };

export type Plot = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** Where each mood stands: across by its time, up by how good it was. */
export function pointsOf(moods: readonly Mood[], from: Date, until: Date, plot: Plot): Point[] {
  return moods.map((mood) => ({
    mood,
    x: placeOf(new Date(mood.at), from, until, plot),
    y: heightOf(mood.valence, plot),
  }));
}

function placeOf(time: Date, from: Date, until: Date, plot: Plot): number {
  const across = plot.width - plot.left - plot.right;
  return plot.left + (across * (time.getTime() - from.getTime())) / (until.getTime() - from.getTime());
}

export function heightOf(valence: number, plot: Plot): number {
  const up = plot.height - plot.top - plot.bottom;
  return plot.top + (up * (1 - Math.max(-1, Math.min(1, valence)))) / 2;
}

/** A line through the days, each at the middle of its moods: one bad hour is a point, not a zigzag. */
export function lineOf(points: readonly Point[]): string {
  const days = new Map<string, Point[]>();
  for (const point of points) {
    const key = dayInput(point.mood.at);
    days.set(key, [...(days.get(key) ?? []), point]);
  }
  const middle = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return [...days.values()]
    .map((some) => `${middle(some.map(({ x }) => x)).toFixed(1)},${middle(some.map(({ y }) => y)).toFixed(1)}`)
    .join(" ");
}

/** Every day of a week, every week of a month, every second month of a year. */
export function ticksOf(days: number, from: Date, until: Date, plot: Plot, locale?: string): Tick[] {
  const ticks: Tick[] = [];
  const months = days > 60;
  const time = new Date(until.getFullYear(), until.getMonth(), months ? 1 : until.getDate());
  while (time > from) {
    ticks.unshift({ x: placeOf(time, from, until, plot), label: tickLabel(time, days, locale) });
    if (months) time.setMonth(time.getMonth() - 2);
    else time.setDate(time.getDate() - (days > 7 ? 7 : 1));
  }
  return ticks;
}

function tickLabel(time: Date, days: number, locale?: string): string {
  if (days > 60) return time.toLocaleDateString(locale, { month: "short" });
  if (days > 7) return time.toLocaleDateString(locale, { day: "numeric", month: "short" });
  return time.toLocaleDateString(locale, { weekday: "short" });
}

/** How good something felt, in a word. */
export function valenceWord(valence: number): string {
  const size = Math.abs(valence);
  if (size < 0.2) return "neither good nor bad";
  const word = valence < 0 ? "bad" : "good";
  return size < 0.5 ? `rather ${word}` : size < 0.85 ? word : `very ${word}`;
}
