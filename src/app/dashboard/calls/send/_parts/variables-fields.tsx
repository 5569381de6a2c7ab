"use client";

import { Plus, Trash2, TriangleAlert } from "lucide-react";
import { useId } from "react";
import type { Agent } from "#domain/agents";
import type { FieldProblems } from "#domain/problems";
import { Button, IconButton } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { FieldError } from "#ui/field.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { defaultOf, type ExtraVariable, unsetVariables, type VariableDraft } from "./variable-draft.ts";

/** Name, value, and room for the button that removes a row. */
const rowClass =
  "grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2rem] items-center gap-2 any-pointer-coarse:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2.75rem]";

interface VariablesFieldsProps {
  agent: Agent | null;
  draft: VariableDraft;
  names: ReadonlyMap<number, string>;
  problems: FieldProblems;
  onDraft: (draft: VariableDraft) => void;
}

export function VariablesFields({ agent, draft, names, problems, onDraft }: VariablesFieldsProps) {
  const unset = new Set(unsetVariables(draft, agent));
  const used = agent?.promptVariables ?? [];

  function changeExtra(key: number, change: Partial<ExtraVariable>) {
    onDraft({ ...draft, extra: draft.extra.map((row) => (row.key === key ? { ...row, ...change } : row)) });
  }
  function add() {
    onDraft({
      ...draft,
      extra: [...draft.extra, { key: draft.nextKey, name: "", value: "" }],
      nextKey: draft.nextKey + 1,
    });
  }

  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-2.5 w-full border-t border-line pt-5 text-sm font-semibold">Variables</legend>
      {used.length === 0 && draft.extra.length === 0 && (
        <p className="text-sm text-ink-muted">
          {agent
            ? "This agent's prompt uses none. You can still add some."
            : "Choose an agent to see what it uses."}
        </p>
      )}
      <FieldError>{problems.variables}</FieldError>
      {agent &&
        used.map((name) => (
          <UsedVariable
            key={name}
            name={name}
            value={draft.filled.get(name) ?? ""}
            fallback={defaultOf(agent, name)}
            unset={unset.has(name)}
            error={problems[`variables.${name}`]}
            onValue={(value) => onDraft({ ...draft, filled: new Map(draft.filled).set(name, value) })}
          />
        ))}
      {draft.extra.map((row) => (
        <ExtraRow
          key={row.key}
          row={row}
          error={names.get(row.key) ?? problems[`variables.${row.name.trim()}`]}
          onChange={(change) => changeExtra(row.key, change)}
          onRemove={() => onDraft({ ...draft, extra: draft.extra.filter(({ key }) => key !== row.key) })}
        />
      ))}
      <Button onClick={add} className="self-start">
        <Plus aria-hidden="true" className="size-4" />
        Add variable
      </Button>
    </fieldset>
  );
}

function UsedVariable(props: {
  name: string;
  value: string;
  fallback: string | undefined;
  unset: boolean;
  error: string | undefined;
  onValue: (value: string) => void;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={classNames(rowClass, "max-sm:flex max-sm:flex-col max-sm:gap-0 max-sm:items-stretch")}>
      <label
        htmlFor={id}
        className="flex min-h-9 items-center self-start text-sm text-ink-muted [overflow-wrap:anywhere] sm:any-pointer-coarse:min-h-touch"
      >
        {props.name}
      </label>
      <div className="flex min-w-0 flex-col gap-1.5">
        <TextInput
          id={id}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={noteId}
          dir="auto"
          autoComplete="off"
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
      <span>Left empty, the agent says “{`{{${name}}}`}” aloud, braces and all.</span>
    </span>
  );
}

function ExtraRow(props: {
  row: ExtraVariable;
  error: string | undefined;
  onChange: (change: Partial<ExtraVariable>) => void;
  onRemove: () => void;
}) {
  const errorId = `variable-${props.row.key}-error`;
  const title = props.row.name.trim() || "new variable";
  return (
    <div className="flex flex-col gap-1.5">
      <div className={rowClass}>
        <TextInput
          aria-label={`Name of ${title}`}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.error ? errorId : undefined}
          placeholder="name"
          autoComplete="off"
          spellCheck={false}
          autoFocus={props.row.name === ""}
          value={props.row.name}
          onChange={(event) => props.onChange({ name: event.target.value })}
        />
        <TextInput
          aria-label={`Value of ${title}`}
          dir="auto"
          placeholder="value"
          autoComplete="off"
          value={props.row.value}
          onChange={(event) => props.onChange({ value: event.target.value })}
        />
        <IconButton label={`Remove ${title}`} onClick={props.onRemove}>
          <Trash2 className="size-4" />
        </IconButton>
      </div>
      <FieldError id={errorId}>{props.error}</FieldError>
    </div>
  );
}
