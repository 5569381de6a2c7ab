"use client";

import { useNow, useTimeZone } from "./clock.tsx";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const RELATIVE_STEP_MS = 10_000;

/** How long ago, exact on hover in the viewer's zone. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const now = useNow(RELATIVE_STEP_MS);
  const timeZone = useTimeZone();
  return (
    <time dateTime={at} title={exactly(at, timeZone)} className={className}>
      {agoWords(Date.parse(at), now, timeZone)}
    </time>
  );
}

/** The exact moment to the second in the viewer's zone. */
export function Moment({ at }: { at: string }) {
  const timeZone = useTimeZone();
  return (
    <time dateTime={at} title={at}>
      {exactly(at, timeZone)}
    </time>
  );
}

/** The time of day to the second in the viewer's zone, for what is at most hours away. */
export function TimeOfDay({ at }: { at: string }) {
  const timeZone = useTimeZone();
  return (
    <time dateTime={at} title={exactly(at, timeZone)}>
      {new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone }).format(Date.parse(at))}
    </time>
  );
}

function agoWords(at: number, now: number, timeZone: "UTC" | undefined): string {
  const age = now - at;
  if (age < MINUTE_MS) return "just now";
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)} h ago`;
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  if (age < WEEK_MS) return new Intl.DateTimeFormat("en-GB", { weekday: "short", ...time }).format(at);
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  const rest: Intl.DateTimeFormatOptions = sameYear ? time : { year: "numeric", timeZone };
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...rest }).format(at);
}

function exactly(at: string, timeZone: "UTC" | undefined): string {
  return new Intl.DateTimeFormat("en-GB", {
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
