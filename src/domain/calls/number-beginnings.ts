import {
  getCountryCallingCode,
  parseIncompletePhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import { settings } from "#config";

const CHARACTERS_MAX = 40;
const HOME = "US";

/**
 * How numbers begin, in E.164, that somebody may mean by what they typed: with its country code if it
 * has a plus (or the 00 that stands for one); otherwise with or without it, in the country we call from.
 * Empty when it is no number.
 */
export function numberBeginnings(typed: string): string[] {
  if (typed.length > CHARACTERS_MAX || !/^[\d\s+().\-/]*$/.test(typed)) return [];
  const digits = parseIncompletePhoneNumber(typed).replace(/^00/, "+");
  if (/^\+\d{1,15}$/.test(digits)) return [digits];
  if (!/^\d{1,15}$/.test(digits)) return [];
  const from = settings().retell.defaultFromNumber;
  const country = (from && parsePhoneNumberFromString(from)?.country) || HOME;
  // Where people write a nought before the area code, it is not dialled from abroad.
  return [`+${digits}`, `+${getCountryCallingCode(country)}${digits.replace(/^0/, "")}`];
}
