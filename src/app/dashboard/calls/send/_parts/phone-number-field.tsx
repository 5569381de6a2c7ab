"use client";

import type { CountryCode } from "libphonenumber-js/min";
import { type ChangeEvent, useLayoutEffect, useRef } from "react";
import { Field } from "#ui/field.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { countryWords } from "#ui/phone-number.ts";
import { TextInput } from "#ui/text-input.tsx";
import { formatTyped, readNumber } from "./typed-number.ts";

export function PhoneNumberField(props: {
  text: string;
  country: CountryCode;
  error: string | undefined;
  onText: (text: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);

  // React puts the caret at the end of a text it replaced; this brings it back before the eye sees it.
  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  function type(event: ChangeEvent<HTMLInputElement>) {
    const { value, selectionStart } = event.target;
    const typed = formatTyped(props.text, value, selectionStart ?? value.length, props.country);
    caret.current = typed.caret;
    props.onText(typed.text);
  }

  return (
    <Field
      label="Phone number"
      error={
        props.error && (
          <>
            {props.error} <HelpLink section="invalid-phone-number-format">More</HelpLink>
          </>
        )
      }
      hint={(props.text !== "" || !props.error) && <NumberHint text={props.text} country={props.country} />}
    >
      {(control) => (
        <TextInput
          {...control}
          ref={input}
          name="phoneNumber"
          type="tel"
          inputMode="tel"
          autoComplete="off"
          autoFocus
          placeholder="+1 213 777 4445"
          value={props.text}
          onChange={type}
        />
      )}
    </Field>
  );
}

function NumberHint({ text, country }: { text: string; country: CountryCode }) {
  if (text === "") return "With country code, such as +12137774445 or +447911123456. Paste it in any format.";
  const { e164, country: found } = readNumber(text, country);
  const place = found ? countryWords(found) : "Country not known yet";
  return (
    <span>
      {place}
      {e164 && (
        <>
          {" · dials "}
          <span className="font-medium text-ink">{e164}</span>
        </>
      )}
    </span>
  );
}
