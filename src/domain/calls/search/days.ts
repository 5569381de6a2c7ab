import type { Value } from "#query";
import { isCalendarDate, startOfDay, startOfDayAfter } from "../calendar-day.ts";
import type { Stretch } from "./conditions.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const DAYS_MAX = 36_500;

export interface Today {
  now: Date;
  /** The zone whose days are meant. */
  zone: string;
}

/** The stretch of time that the value means; the text that is no day, or why it is none, when there is one. */
export function readDays(
  value: Value,
  today: Today,
): Stretch<Date> | { unreadable: string } | { reversed: true } {
  if (value.kind === "is") return readUpToNow(value.text, today) ?? daysOf(value.text, value.text, today);
  if (value.kind === "range") return daysOf(value.first, value.last, today);
  const days = readCalendar(value.text, today);
  if (days === null) return { unreadable: value.text };
  const [begins, ends] = [startOfDay(days.first, today.zone), startOfDayAfter(days.last, today.zone)];
  switch (value.comparison) {
    case ">":
      return { from: ends, before: null };
    case ">=":
      return { from: begins, before: null };
    case "<":
      return { from: null, before: begins };
    case "<=":
      return { from: null, before: ends };
  }
}

function daysOf(
  first: string | null,
  last: string | null,
  today: Today,
): Stretch<Date> | { unreadable: string } | { reversed: true } {
  const begin = first === null ? null : readCalendar(first, today);
  const end = last === null ? null : readCalendar(last, today);
  if (first !== null && begin === null) return { unreadable: first };
  if (last !== null && end === null) return { unreadable: last };
  if (begin && end && begin.first > end.last) return { reversed: true };
  return {
    from: begin && startOfDay(begin.first, today.zone),
    before: end && startOfDayAfter(end.last, today.zone),
  };
}

/** `7d` are seven days with today, `2w` fourteen; `24h` are hours to this moment. */
function readUpToNow(text: string, today: Today): Stretch<Date> | null {
  const [, figure, unit] = /^(\d{1,6})([hdw])$/i.exec(text) ?? [];
  const count = Number(figure);
  if (unit === undefined || count === 0) return null;
  if (unit.toLowerCase() === "h") {
    if (count > DAYS_MAX * 24) return null;
    return { from: new Date(today.now.getTime() - count * HOUR_MS), before: null };
  }
  const days = unit.toLowerCase() === "w" ? count * 7 : count;
  if (days > DAYS_MAX) return null;
  return { from: startOfDay(daysBefore(todayOf(today), days - 1), today.zone), before: null };
}

/** `today`, `yesterday`, a day like 2026-11-30, or a month like 2026-11. */
function readCalendar(text: string, today: Today): { first: string; last: string } | null {
  const oneDay = (day: string) => ({ first: day, last: day });
  if (text.toLowerCase() === "today") return oneDay(todayOf(today));
  if (text.toLowerCase() === "yesterday") return oneDay(daysBefore(todayOf(today), 1));
  if (isCalendarDate(text)) return oneDay(text);
  if (!/^\d{4}-\d\d$/.test(text) || !isCalendarDate(`${text}-01`)) return null;
  const [year, month] = text.split("-").map(Number) as [number, number];
  return { first: `${text}-01`, last: dayAt(Date.UTC(year, month, 0)) };
}

function todayOf({ now, zone }: Today): string {
  // Swedish dates are written as ours are.
  return now.toLocaleDateString("sv-SE", { timeZone: zone });
}

function daysBefore(day: string, days: number): string {
  return dayAt(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS);
}

function dayAt(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
