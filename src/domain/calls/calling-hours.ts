import type { CallingHours } from "#config";

/** The time of one part of the places that a number may be in. */
export interface LocalTime {
  /** Of the zones with this time the first, such as America/Los_Angeles. */
  timeZone: string;
  /** Hours and minutes, such as 07:12. */
  time: string;
  /** Minutes ahead of UTC. */
  offsetMinutes: number;
  isWithinHours: boolean;
  /** When that is no longer so; null where the hours are the whole day. */
  changesAt: string | null;
}

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;

/** The times in the zones at a moment, each only once, from the earliest to the latest. */
export function localTimes(zones: readonly string[], hours: CallingHours, now: Date): LocalTime[] {
  const times = new Map<number, LocalTime>();
  for (const timeZone of zones) {
    const time = localTime(timeZone, hours, now);
    if (!times.has(time.offsetMinutes)) times.set(time.offsetMinutes, time);
  }
  return [...times.values()].sort((one, other) => one.offsetMinutes - other.offsetMinutes);
}

function localTime(timeZone: string, hours: CallingHours, now: Date): LocalTime {
  const { minute, offsetMinutes } = clockOf(timeZone, now);
  const isWithinHours = isWithin(minute, hours);
  const isWholeDay = hours.fromMinute === 0 && hours.toMinute === MINUTES_A_DAY;
  return {
    timeZone,
    time: timeWords(minute),
    offsetMinutes,
    isWithinHours,
    changesAt: isWholeDay
      ? null
      : nextMoment(isWithinHours ? hours.toMinute : hours.fromMinute, timeZone, now).toISOString(),
  };
}

function isWithin(minute: number, { fromMinute, toMinute }: CallingHours): boolean {
  return minute >= fromMinute && minute < toMinute;
}

/** When the zone's clocks next show that minute of the day, also where they are changed before it. */
function nextMoment(minute: number, timeZone: string, now: Date): Date {
  const start = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const shown = clockOf(timeZone, now);
  const ahead = (minute - shown.minute + MINUTES_A_DAY) % MINUTES_A_DAY || MINUTES_A_DAY;
  const guess = new Date(start + ahead * MINUTE_MS);
  const changed = clockOf(timeZone, guess).offsetMinutes - shown.offsetMinutes;
  return new Date(guess.getTime() - changed * MINUTE_MS);
}

function clockOf(timeZone: string, at: Date): { minute: number; offsetMinutes: number } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const text = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(text("timeZoneName")) ?? [];
  return {
    minute: Number(text("hour")) * 60 + Number(text("minute")),
    offsetMinutes: Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)),
  };
}

/** Minutes of the day as clocks show them. */
export function timeWords(minute: number): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}
