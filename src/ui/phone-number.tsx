import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** As people of that country write it, with its country code; what cannot be read stays as it was given. */
export function phoneWords(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

export function PhoneNumberText({
  number,
  absent = "Unknown number",
}: {
  number: string | null;
  absent?: string;
}) {
  if (number === null) return <span className="text-ink-faint">{absent}</span>;
  return (
    <span title={number} className="whitespace-nowrap">
      {phoneWords(number)}
    </span>
  );
}

export function countryWords(country: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country;
}
