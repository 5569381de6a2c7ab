const MINUTES_PER_DAY = 24 * 60;
const MINUTES_PER_HOUR = 60;
export const USUAL_TIMEZONE = "America/Los_Angeles";
export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** When calls may go out: minutes since midnight in one time zone, the start included and the end not. */
export interface CallWindow {
  windows: { start: number; end: number }[];
  timezone?: string;
  /** None or an empty list means every day. */
  day?: (typeof DAYS)[number][];
}

/** What is wrong with it, if anything. */
export function complaintAboutWindow({ windows, timezone = USUAL_TIMEZONE }: CallWindow): string | null {
  if (windows.length === 0) return "call_time_window/windows must NOT have fewer than 1 items";
  for (const { start, end } of windows) {
    if (start >= end) return "call_time_window/windows must start before they end";
    if (start < 0 || end > MINUTES_PER_DAY) return "call_time_window/windows must lie within one day";
  }
  return isTimezone(timezone) ? null : `call_time_window/timezone ${timezone} is not a time zone`;
}

/** Sorted, without overlaps, and with its time zone. */
export function normalised({ windows, timezone = USUAL_TIMEZONE, day }: CallWindow): CallWindow {
  const merged: CallWindow["windows"] = [];
  for (const { start, end } of windows.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return { windows: merged, timezone, ...(day?.length && { day }) };
}

export function isOpen({ windows, timezone = USUAL_TIMEZONE, day }: CallWindow, moment: number): boolean {
  const { weekday, minute } = localTime(moment, isTimezone(timezone) ? timezone : USUAL_TIMEZONE);
  if (day?.length && !(day as string[]).includes(weekday)) return false;
  return windows.some(({ start, end }) => minute >= start && minute < end);
}

function localTime(moment: number, timeZone: string) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return {
    weekday: parts.weekday ?? "",
    minute: Number(parts.hour) * MINUTES_PER_HOUR + Number(parts.minute),
  };
}

function isTimezone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}
