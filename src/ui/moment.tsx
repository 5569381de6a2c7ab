"use client";

import { useNow } from "./clock.tsx";
import { dateFormat } from "./formats.ts";
import { useTimeZone } from "./use-time-zone.tsx";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const RELATIVE_STEP_MS = 10_000;

/**
 * How long ago; the exact time shows where one points, or where the keyboard rests (exact-times.tsx). Outside of rows
 * and links it is a stop of the keyboard of its own: `isStop`.
 */
export function Ago({ at, className, isStop }: { at: string; className?: string; isStop?: boolean }) {
  const now = useNow(RELATIVE_STEP_MS);
  const timeZone = useTimeZone();
  const time = (
    <time dateTime={at} className={className}>
      {agoWords(Date.parse(at), now, timeZone)}
    </time>
  );
  if (!isStop) return time;
  return (
    <button type="button" className="cursor-help rounded-sm">
      {time}
    </button>
  );
}

/** The exact moment to the second in the viewer's zone; in UTC where one points. */
export function Moment({ at }: { at: string }) {
  const timeZone = useTimeZone();
  return <time dateTime={at}>{exactly(at, timeZone)}</time>;
}

/** The time of day to the second in the viewer's zone, for what is at most hours away. */
export function TimeOfDay({ at }: { at: string }) {
  const timeZone = useTimeZone();
  return <time dateTime={at}>{dateFormat({ timeStyle: "medium", timeZone }).format(Date.parse(at))}</time>;
}

function agoWords(at: number, now: number, timeZone: string): string {
  const age = now - at;
  if (age < MINUTE_MS) return "just now";
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)} h ago`;
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  if (age < WEEK_MS) return dateFormat({ weekday: "short", ...time }).format(at);
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  const rest: Intl.DateTimeFormatOptions = sameYear ? time : { year: "numeric", timeZone };
  return dateFormat({ day: "numeric", month: "short", ...rest }).format(at);
}

/** To the second, with the zone's short name. */
function exactly(at: string, timeZone: string): string {
  return dateFormat({
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    timeZone,
  }).format(Date.parse(at));
}
