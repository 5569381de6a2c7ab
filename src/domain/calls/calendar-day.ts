const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether a text is a day that exists, written like 2026-11-30. */
export function isCalendarDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The moment a day begins in a zone: midnight, or where clocks skip midnight, the first moment after it. */
export function startOfDay(date: string, zone: string): Date {
  const utc = Date.parse(`${date}T00:00:00Z`);
  // The offset is that of the moment looked for, which the first guess misses where clocks change between.
  const guess = utc - offsetAt(utc, zone);
  const start = utc - offsetAt(guess, zone);
  return new Date(Math.max(start, utc - offsetAt(start, zone)));
}

export function startOfDayAfter(date: string, zone: string): Date {
  return startOfDay(new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), zone);
}

/** How far the zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
