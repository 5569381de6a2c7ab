import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** To read a number takes longer than the rest of a list's row; a history shows the same ones again and again. */
const written = new Map<string, string>();
const WRITTEN_MAX = 20_000;

/** As people of that country write it, with its country code; what cannot be read stays as it was given. */
export function phoneWords(number: string): string {
  const known = written.get(number);
  if (known !== undefined) return known;
  const words = parsePhoneNumberFromString(number)?.formatInternational() ?? number;
  if (written.size >= WRITTEN_MAX) written.clear();
  written.set(number, words);
  return words;
}
