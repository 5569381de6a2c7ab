"use client";

import { classNames } from "#ui/class-names.ts";
import { Field } from "#ui/field.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { rangeFrom, rangeOf, valuesIn, writtenValue } from "./panel-values.ts";

/** Stretches that end now, as a search writes them; kept as words, so that tomorrow they mean tomorrow's. */
const usualStretches = [
  { written: "today", name: "Today" },
  { written: "yesterday", name: "Yesterday" },
  { written: "7d", name: "Last 7 days" },
  { written: "30d", name: "Last 30 days" },
];

/** The first and the last day, typed, picked, or by the name of a usual stretch; as it is written in a search. */
export function DayFields({ written, onWrite }: { written: string; onWrite: (written: string) => void }) {
  const [value = null] = valuesIn(written);
  const single = value?.kind === "is" ? { first: value.text, last: value.text } : rangeOf(value);
  const write = (first: string, last: string) => onWrite(writtenValue(rangeFrom(first, last)[0] ?? null));
  return (
    <div className="flex flex-col gap-2 xl:col-span-2">
      <div className="grid grid-cols-2 items-start gap-2 xl:gap-4">
        <Field label="From day">
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={dayOrNothing(single.first)}
              onChange={(event) => write(event.target.value, dayOrNothing(single.last))}
            />
          )}
        </Field>
        <Field label="To day">
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={dayOrNothing(single.last)}
              onChange={(event) => write(dayOrNothing(single.first), event.target.value)}
            />
          )}
        </Field>
      </div>
      <ul aria-label="Usual ranges of days" className="flex flex-wrap gap-1.5">
        {usualStretches.map((stretch) => {
          const isChosen = stretch.written === written;
          return (
            <li key={stretch.written}>
              <button
                type="button"
                aria-pressed={isChosen}
                onClick={() => onWrite(isChosen ? "" : stretch.written)}
                className={classNames(
                  "inline-flex h-7 items-center rounded-full border px-2.5 text-xs font-medium any-pointer-coarse:h-9",
                  isChosen
                    ? "border-accent bg-accent-soft text-ink"
                    : "border-line text-ink-muted hover:bg-hover hover:text-ink",
                )}
              >
                {stretch.name}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Words and months cannot stand in a field for days. */
function dayOrNothing(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
}
