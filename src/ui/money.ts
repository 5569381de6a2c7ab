import { numberFormat } from "./formats.ts";

/** Retell counts in US cents, often fractional; what is below a cent keeps the digits that tell it from nothing. */
export function dollars(cents: number): string {
  const digits = cents !== 0 && Math.abs(cents) < 1 ? 4 : 2;
  return numberFormat({
    style: "currency",
    currency: "USD",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(cents / 100);
}
