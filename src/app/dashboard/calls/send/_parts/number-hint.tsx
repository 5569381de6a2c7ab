import type { CountryCode } from "libphonenumber-js/min";
import { countryWords } from "#ui/country-words.ts";
import { isName, readNumber } from "./typed-number.ts";

/** What the text in the number field means so far. */
export function NumberHint(props: { text: string; country: CountryCode; localTime: string | null }) {
  if (props.text === "")
    return "With country code, such as +12137774445 or +447911123456. Paste it in any format.";
  if (isName(props.text)) return "Looking for somebody called lately.";
  const { e164, country } = readNumber(props.text, props.country);
  return (
    <span>
      {country ? countryWords(country) : "Country not known yet"}
      {e164 && (
        <>
          {" · dials "}
          <span className="font-medium text-ink">{e164}</span>
        </>
      )}
      {e164 && props.localTime && ` · ${props.localTime}`}
    </span>
  );
}
