"use client";

import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { FieldError } from "#ui/field.tsx";
import { ValueInput } from "./value-input.tsx";

/** One that the agent uses: its name and where, its value, and what comes of leaving it empty. */
export function UsedVariable(props: {
  name: string;
  places: string[];
  value: string;
  fallback: string | undefined;
  unset: boolean;
  error: string | undefined;
  onValue: (value: string) => void;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="flex flex-col gap-x-2 sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2rem] sm:any-pointer-coarse:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2.75rem]">
      <div className="flex min-h-9 flex-col justify-center self-start py-0.5 max-sm:pb-1.5 sm:any-pointer-coarse:min-h-touch">
        <label htmlFor={id} className="text-sm text-ink-muted wrap-anywhere">
          {props.name}
        </label>
        {props.places.length > 0 && (
          <span id={`${id}-places`} className="text-xs text-ink-faint">
            {props.places.join(" · ")}
          </span>
        )}
      </div>
      <div className="col-span-2 flex min-w-0 flex-col gap-1.5">
        <ValueInput
          id={id}
          data-variable={props.name}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={`${id}-places ${noteId}`}
          value={props.value}
          placeholder={props.fallback && `${props.fallback} (the agent's default)`}
          onChange={(event) => props.onValue(event.target.value)}
        />
        <div id={noteId} className="text-sm empty:hidden">
          <FieldError>{props.error}</FieldError>
          {props.unset && <BracesWarning name={props.name} />}
        </div>
      </div>
    </div>
  );
}

function BracesWarning({ name }: { name: string }) {
  return (
    <span className="flex gap-1.5 text-ringing">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        Left empty, the agent says “{`{{${name}}}`}” aloud, braces and all.
      </span>
    </span>
  );
}
