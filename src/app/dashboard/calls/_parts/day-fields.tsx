"use client";

import type { FieldProblems } from "#domain/problems";
import { Field } from "#ui/field.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { dayPresets, daysAgo } from "./days.ts";

/** The first and the last day, typed, picked, or by the name of a usual range. */
export function DayFields(props: {
  from: string | null;
  to: string | null;
  problems: FieldProblems;
  onDays: (days: { from: string | null; to: string | null }) => void;
}) {
  const { from, to, problems } = props;
  return (
    <div className="flex flex-col gap-2 xl:col-span-2">
      <div className="grid grid-cols-2 items-start gap-2">
        <Field label="From day" error={problems.from ?? problems.zone}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={dayOrNothing(from)}
              onChange={(event) => props.onDays({ from: event.target.value, to })}
            />
          )}
        </Field>
        <Field label="To day" error={problems.to}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={dayOrNothing(to)}
              onChange={(event) => props.onDays({ from, to: event.target.value })}
            />
          )}
        </Field>
      </div>
      <ul aria-label="Usual ranges of days" className="flex flex-wrap gap-1.5">
        {dayPresets.map(({ name, first, last }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => props.onDays({ from: daysAgo(first), to: daysAgo(last) })}
              className="inline-flex h-7 items-center rounded-full border border-line px-2.5 text-xs font-medium text-ink-muted hover:bg-hover hover:text-ink any-pointer-coarse:h-9"
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is no day cannot stand in a field for days; the field's error quotes it. */
function dayOrNothing(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
}
