"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import type { CountryCode } from "libphonenumber-js/min";
import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { SentCall } from "#domain/calls";
import { type ControlIds, Field } from "#ui/field.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { controlClass } from "#ui/text-input.tsx";
import { NumberHint } from "./number-hint.tsx";
import { RecentCallee } from "./recent-callee.tsx";
import { matchingCallees } from "./recent-calls.ts";
import { formatTyped, readNumber } from "./typed-number.ts";

interface PhoneNumberFieldProps {
  text: string;
  country: CountryCode;
  error: string | undefined;
  /** Calls sent lately; whoever was called is offered. */
  sent: SentCall[];
  /** What time it is there, in words. */
  localTime: string | null;
  onText: (text: string) => void;
  onAgain: (call: SentCall) => void;
}

export function PhoneNumberField(props: PhoneNumberFieldProps) {
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
      hint={
        (props.text !== "" || !props.error) && (
          <NumberHint text={props.text} country={props.country} localTime={props.localTime} />
        )
      }
    >
      {(control) => <NumberInput {...props} control={control} />}
    </Field>
  );
}

function NumberInput({ control, ...props }: PhoneNumberFieldProps & { control: ControlIds }) {
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const [isOpen, setOpen] = useState(false);
  const callees = matchingCallees(props.sent, props.text);
  // Of a whole number nothing is left to offer.
  const isOffering = isOpen && callees.length > 0 && readNumber(props.text, props.country).e164 === null;

  // React puts the caret at the end of a text it replaced; this brings it back before the eye sees it.
  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  function change(value: string, { reason }: Autocomplete.Root.ChangeEventDetails) {
    // A choice and Escape would write texts of their own.
    if (reason !== "input-change") return;
    const typed = formatTyped(
      props.text,
      value,
      input.current?.selectionStart ?? value.length,
      props.country,
    );
    caret.current = typed.caret;
    props.onText(typed.text);
  }
  function choose(call: SentCall) {
    setOpen(false);
    props.onAgain(call);
  }
  function closeByEscape(event: KeyboardEvent) {
    if (event.key !== "Escape" || !isOffering) return;
    event.preventDefault();
    setOpen(false);
  }
  function closeWhenLeft({ relatedTarget }: FocusEvent) {
    const isInList = relatedTarget instanceof Element && relatedTarget.closest("[role='listbox']") !== null;
    if (!isInList) setOpen(false);
  }

  return (
    <div className="relative">
      <Autocomplete.Root
        items={callees}
        filter={null}
        value={props.text}
        onValueChange={change}
        itemToStringValue={({ callId }) => callId}
        openOnInputClick
        open={isOffering}
        onOpenChange={setOpen}
        // Its own popup would hide the rest of the page from screen readers while something is offered.
        inline
      >
        <Autocomplete.Input
          {...control}
          ref={input}
          name="phoneNumber"
          type="tel"
          inputMode="tel"
          autoComplete="off"
          aria-autocomplete="list"
          aria-expanded={isOffering}
          enterKeyHint="next"
          autoFocus
          placeholder="+1 213 777 4445"
          onClick={() => setOpen(true)}
          onBlur={closeWhenLeft}
          onKeyDown={(event) => {
            // With these keys the form is sent, and nothing is chosen.
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.preventBaseUIHandler();
            closeByEscape(event);
          }}
          className={controlClass}
        />
        {isOffering && (
          <div className="absolute top-full left-0 z-50 mt-1 w-full rounded-md border border-line bg-raised shadow-popup">
            <p className="px-3 pt-2 text-xs text-ink-muted">Called lately</p>
            <Autocomplete.List className="max-h-[min(22rem,50dvh)] scroll-py-1 overflow-y-auto overscroll-contain p-1 outline-none">
              {(call: SentCall) => (
                <RecentCallee key={call.callId} call={call} onChoose={() => choose(call)} />
              )}
            </Autocomplete.List>
          </div>
        )}
      </Autocomplete.Root>
    </div>
  );
}
