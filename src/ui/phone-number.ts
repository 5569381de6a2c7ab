import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** As people of that country write it, with its country code; what cannot be read stays as it was given. */
export function phoneWords(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

export function countryWords(country: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country;
}
