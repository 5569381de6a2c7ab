"use client";

import { Trash2, TriangleAlert } from "lucide-react";
import { IconButton } from "#ui/button.tsx";
import { FieldError } from "#ui/field.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { ValueInput } from "./value-input.tsx";
import type { ExtraVariable } from "./variable-draft.ts";

/** One that somebody adds: its name, its value, and room for the button that removes it. */
export function ExtraVariableRow(props: {
  row: ExtraVariable;
  unused: boolean;
  error: string | undefined;
  onChange: (change: Partial<ExtraVariable>) => void;
  onRemove: () => void;
}) {
  const noteId = `variable-${props.row.key}-note`;
  const title = props.row.name.trim() || "new variable";
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
        <TextInput
          aria-label={`Name of ${title}`}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={noteId}
          placeholder="name"
          dir="auto"
          autoComplete="off"
          enterKeyHint="next"
          spellCheck={false}
          autoFocus={props.row.name === "" && props.row.value === ""}
          value={props.row.name}
          onChange={(event) => props.onChange({ name: event.target.value })}
        />
        <ValueInput
          className="max-sm:order-last max-sm:col-span-2"
          aria-label={`Value of ${title}`}
          placeholder="value"
          value={props.row.value}
          onChange={(event) => props.onChange({ value: event.target.value })}
        />
        <IconButton label={`Remove ${title}`} onClick={props.onRemove} className="mt-0.5">
          <Trash2 className="size-4" />
        </IconButton>
      </div>
      <div id={noteId} className="text-sm empty:hidden">
        <FieldError>{props.error}</FieldError>
        {props.unused && !props.error && (
          <span className="flex gap-1.5 text-ringing">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            Nothing in this agent uses it.
          </span>
        )}
      </div>
    </div>
  );
}
