const DAY_MS = 24 * 60 * 60 * 1000;

export interface DayPreset {
  name: string;
  /** How many days before today it begins, and ends. */
  first: number;
  last: number;
}

export const dayPresets: readonly DayPreset[] = [
  { name: "Today", first: 0, last: 0 },
  { name: "Yesterday", first: 1, last: 1 },
  { name: "Last 7 days", first: 6, last: 0 },
  { name: "Last 30 days", first: 29, last: 0 },
];

/** The zone whose days the viewer lives by. */
export function viewersZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A day like 2026-11-30, so many days before today in the viewer's zone. */
export function daysAgo(days: number): string {
  // The form of Swedish dates is that of the address; counted in whole days of UTC, no change of clocks matters.
  const today = Date.parse(`${new Date().toLocaleDateString("sv-SE")}T00:00:00Z`);
  return new Date(today - days * DAY_MS).toISOString().slice(0, 10);
}

/** `from 3 Nov 2026 to 5 Nov 2026`, with the zone where it must be said. */
export function dayRangeWords(from: string | null, to: string | null, zone: string | null): string {
  const days =
    from === to
      ? dayWords(from)
      : [from && `from ${dayWords(from)}`, to && `to ${dayWords(to)}`].filter(Boolean).join(" ");
  return zone ? `${days} (${zone})` : days;
}

function dayWords(day: string | null): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day ?? "";
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);
}
