import {
  AsYouType,
  type CountryCode,
  parseIncompletePhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

export interface TypedNumber {
  text: string;
  /** Where the caret belongs, counted in characters. */
  caret: number;
}

/** With fewer digits than this, letters are somebody's name and not words around a pasted number. */
const DIGITS_OF_NUMBER = 7;

/** Formats what is in the field so far and keeps the caret behind the same digit. A name stays as it is typed. */
export function formatTyped(before: string, typed: string, caret: number, country: CountryCode): TypedNumber {
  let digits = dialled(typed);
  if (isName(typed)) return { text: typed, caret };
  let digitsLeftOfCaret = parseIncompletePhoneNumber(typed.slice(0, caret)).length;
  // Deleting a bracket or space alone would be undone by formatting, so it takes its digit along.
  const onlyPunctuationLeft =
    typed.length < before.length && digits === dialled(before) && caret === typed.length;
  if (onlyPunctuationLeft) {
    digits = digits.slice(0, -1);
    digitsLeftOfCaret = digits.length;
  }
  const text = new AsYouType(country).input(digits);
  return { text, caret: caretAfter(text, digitsLeftOfCaret) };
}

/** Whether somebody is looked for by name rather than by number. */
export function isName(text: string): boolean {
  return /\p{L}/u.test(text) && dialled(text).length < DIGITS_OF_NUMBER;
}

/** A whole number as the field shows it. */
export function formatNumber(number: string, country: CountryCode): string {
  return formatTyped("", number, number.length, country).text;
}

/** `00` is how most of the world dials what is written `+`. */
function dialled(text: string): string {
  return parseIncompletePhoneNumber(text).replace(/^00/, "+");
}

function caretAfter(text: string, digits: number): number {
  let seen = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (seen === digits) return index;
    if (/[\d+]/.test(text[index] ?? "")) seen += 1;
  }
  return text.length;
}

export interface ReadNumber {
  e164: string | null;
  country: CountryCode | null;
}

/** The number as it would be dialled, or null while it cannot be one. The server has the last word. */
export function readNumber(text: string, country: CountryCode): ReadNumber {
  const parsed = parsePhoneNumberFromString(dialled(text), country);
  const typing = new AsYouType(country);
  typing.input(dialled(text));
  return {
    e164: parsed?.isPossible() ? parsed.number : null,
    country: parsed?.country ?? typing.getCountry() ?? null,
  };
}

const HOME: CountryCode = "US";

/** Numbers typed without a country code are read as ones of the country we call from. */
export function countryOf(number: string | null): CountryCode {
  return (number && parsePhoneNumberFromString(number)?.country) || HOME;
}
