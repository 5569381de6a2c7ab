import type { Value } from "#query";
import type { Stretch } from "./conditions.ts";

const SECOND_MS = 1000;
const UNIT_MS = { h: 3600 * SECOND_MS, m: 60 * SECOND_MS, s: SECOND_MS };
const MICRODOLLARS = 1_000_000;
/** A sum is shown to the cent, so `1` means what is shown as $1.00. */
const SHOWN_DECIMALS = 2;
/** Beyond this whole numbers are no longer exact. */
const AMOUNT_MAX = Number.MAX_SAFE_INTEGER / 2;

/** How much, and how much finer it could have been said: `2m` is any duration that begins with two minutes. */
interface Amount {
  amount: number;
  unit: number;
}

/** `90s`, `2m`, `1m30s`, `1h`, `1:30`; a figure alone is seconds. Null when it is none of these. */
export function readDuration(text: string): Amount | null {
  const [, clockHours, clockMinutes, clockSeconds] = /^(?:(\d{1,3}):)?(\d{1,3}):(\d\d)$/.exec(text) ?? [];
  if (clockMinutes !== undefined)
    return within(
      Number(clockHours ?? 0) * UNIT_MS.h +
        Number(clockMinutes) * UNIT_MS.m +
        Number(clockSeconds) * UNIT_MS.s,
      UNIT_MS.s,
    );
  const [, h, m, s] = /^(?=.)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/i.exec(text) ?? [];
  if ((h ?? m ?? s) === undefined) return null;
  const unit = s !== undefined ? UNIT_MS.s : m !== undefined ? UNIT_MS.m : UNIT_MS.h;
  return within(Number(h ?? 0) * UNIT_MS.h + Number(m ?? 0) * UNIT_MS.m + Number(s ?? 0) * UNIT_MS.s, unit);
}

/** Dollars, `0.10` or `$0.10`, in microdollars. Null when it is no sum. */
export function readDollars(text: string): Amount | null {
  const [, whole, decimals = ""] = /^\$?(\d+)?(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined && decimals === "") return null;
  return within(
    Math.round(Number(`${whole ?? 0}.${decimals || 0}`) * MICRODOLLARS),
    MICRODOLLARS / 10 ** Math.max(decimals.length, SHOWN_DECIMALS),
  );
}

function within(amount: number, unit: number): Amount | null {
  return amount <= AMOUNT_MAX ? { amount, unit } : null;
}

/** The whole numbers that the value means; the text that could not be read, when there is one. */
export function readStretch(
  value: Value,
  read: (text: string) => Amount | null,
  /** Where what is shown as an amount begins, in units before it: half a unit where figures are rounded. */
  roundedBy: number,
): Stretch<number> | { unreadable: string } {
  const texts =
    value.kind === "range" ? [value.first, value.last].filter((text) => text !== null) : [value.text];
  const unreadable = texts.find((text) => read(text) === null);
  if (unreadable !== undefined) return { unreadable };
  if (value.kind === "range") {
    const last = value.last === null ? null : read(value.last);
    return {
      from: value.first === null ? null : (read(value.first)?.amount ?? null),
      before: last && last.amount + 1,
    };
  }
  const { amount, unit } = read(value.text) as Amount;
  if (value.kind === "is") {
    const from = Math.ceil(amount - unit * roundedBy);
    return { from, before: from + unit };
  }
  switch (value.comparison) {
    case ">":
      return { from: amount + 1, before: null };
    case ">=":
      return { from: amount, before: null };
    case "<":
      return { from: null, before: amount };
    case "<=":
      return { from: null, before: amount + 1 };
  }
}
