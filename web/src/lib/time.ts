const minute = 60_000;
const day = 86_400_000;

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

/** Whole calendar days between two moments where the reader lives, whatever daylight saving does. */
function daysAgo(time: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / day);
}

/** For a list: "now", "5 min", "14:32", "Yesterday", "Tue", "3 Mar", "3 Mar 2024". */
export function listTime(iso: string, now = new Date(), locale?: string): string {
  const time = new Date(iso);
  const age = now.getTime() - time.getTime();
  if (age < minute) return "now";
  if (age < 60 * minute) return `${Math.floor(age / minute)} min`;
  const days = daysAgo(time, now);
  if (days === 0) return clock(iso, locale);
  if (days === 1) return "Yesterday";
  if (days < 7) return time.toLocaleDateString(locale, { weekday: "short" });
  const year = time.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return time.toLocaleDateString(locale, { day: "numeric", month: "short", year });
}

/** For a line between two days of a conversation. */
export function dayLabel(iso: string, now = new Date(), locale?: string): string {
  const time = new Date(iso);
  const days = daysAgo(time, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = time.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return time.toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long", year });
}

export function clock(iso: string, locale?: string): string {
  return new Date(iso).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

export function fullTime(iso: string, locale?: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: "full", timeStyle: "short" });
}

export function sameDay(a: string, b: string): boolean {
  return startOfDay(new Date(a)) === startOfDay(new Date(b));
}

/** "42 s", "3 min 5 s", "2 h 10 min", "3 d 4 h": the two largest parts. */
export function duration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1000));
  const parts: [number, string][] = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor((total % 86_400) / 3600), "h"],
    [Math.floor((total % 3600) / 60), "min"],
    [total % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/**
 * A day as far away as it needs to be told: "27 Nov", "27 Nov 2027", and from half a year on "November 2027". `timeZone` is whose
 * day it is; without it, the reader's.
 */
export function farDay(iso: string, now = new Date(), timeZone?: string, locale?: string): string {
  const time = new Date(iso);
  const zone = timeZone && isKnown(timeZone) ? { timeZone } : {};
  if (Math.abs(daysAgo(time, now)) > 180)
    return time.toLocaleDateString(locale, { month: "long", year: "numeric", ...zone });
  const year = time.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return time.toLocaleDateString(locale, { day: "numeric", month: "short", year, ...zone });
}

/** Time zones are renamed and added: a browser may be older than the one somebody chose elsewhere. */
function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat(undefined, { timeZone }) !== null;
  } catch {
    return false;
  }
}

/** A text whose days are written as in "2027-03-03", with them as the reader writes days. */
export const withDays = (text: string, locale?: string): string =>
  text.replace(/\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/g, (_, year, month, day) =>
    new Date(Number(year), Number(month) - 1, Number(day)).toLocaleDateString(locale, { dateStyle: "long" }),
  );

/** The day of a moment where the reader lives, as a date field has it: "2026-05-31". */
export function dayInput(iso: string): string {
  const time = new Date(iso);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** The last moment of a day of a date field, where the reader lives. */
export const endOfDay = (date: string): string => new Date(`${date}T23:59:59`).toISOString();
