import type { Callee, CalleeCall, LocalTime } from "#domain/calls";

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;
/** Whoever was called so lately is hardly meant to be called again already. */
const LATELY_MS = 30 * MINUTE_MS;

/** The times where the number is answered, at a moment after they were read. */
export function timesAt(times: readonly LocalTime[], now: number): LocalTime[] {
  return times.map((time) => {
    const minute = Math.floor(now / MINUTE_MS) + time.offsetMinutes;
    const hasChanged = time.changesAt !== null && now >= Date.parse(time.changesAt);
    return {
      ...time,
      time: timeWords(((minute % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY),
      isWithinHours: hasChanged ? !time.isWithinHours : time.isWithinHours,
    };
  });
}

function timeWords(minute: number): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

/** What is the time there, in words; null when nobody knows. */
export function localWords(times: readonly LocalTime[]): string | null {
  const [first, last] = [times[0], times.at(-1)];
  if (!first || !last) return null;
  if (first === last) return `${first.time} in ${placeOf(first)}`;
  return `between ${first.time} (${placeOf(first)}) and ${last.time} (${placeOf(last)})`;
}

/** America/Los_Angeles is Los Angeles, America/North_Dakota/Center is North Dakota. */
function placeOf({ timeZone }: LocalTime): string {
  return (timeZone.split("/")[1] ?? timeZone).replaceAll("_", " ");
}

/** Why the hour is unusual, where the strictest of several times counts; null when it is not, or nobody knows. */
export function hourWarning(callee: Callee, now: number): string | null {
  const times = timesAt(callee.localTimes, now);
  if (times.every(({ isWithinHours }) => isWithinHours)) return null;
  const hours = `${callee.callingHours.from}–${callee.callingHours.to}`;
  return times.length === 1
    ? `It is ${localWords(times)}, outside calling hours (${hours}).`
    : `It is ${localWords(times)} there, so it may be outside calling hours (${hours}).`;
}

/** The last call to the number, if it was placed only minutes ago. */
export function callLately({ lately }: Callee, now: number): CalleeCall | null {
  const [last] = lately;
  return last && now - Date.parse(last.placedAt) < LATELY_MS ? last : null;
}

/** Where a call that is under way stands, in words. */
export function underWayWords({ status, dialState, needsDecision }: CalleeCall): string {
  if (needsDecision || dialState === "unconfirmed")
    return "may ring, as nobody knows yet whether it was placed";
  if (status === "ringing") return "rings";
  if (status === "in_progress") return "is in progress";
  return dialState === "queued" ? "waits to be dialled" : "is being dialled";
}

/** Why to ask once more before the number is called; empty when there is no reason. */
export function reasonsToAsk(callee: Callee, now: number): string[] {
  const hour = hourWarning(callee, now);
  const calls = callee.underWay.map(
    (call) =>
      `A call to this number ${underWayWords(call)}${call.requestedBy ? `, sent by ${call.requestedBy}` : ""}.`,
  );
  return [...calls, ...(hour ? [hour] : [])];
}
