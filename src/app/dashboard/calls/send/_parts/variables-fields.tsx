"use client";

import { Plus, TriangleAlert } from "lucide-react";
import type { ClipboardEvent } from "react";
import type { Agent } from "#domain/agents";
import type { FieldProblems } from "#domain/problems";
import { Button } from "#ui/button.tsx";
import { FieldError } from "#ui/field.tsx";
import { ExtraVariableRow } from "./extra-variable-row.tsx";
import { pastedVariables } from "./pasted-variables.ts";
import { UsedVariable } from "./used-variable.tsx";
import {
  defaultOf,
  type ExtraVariable,
  isUnused,
  nameProblems,
  unsetVariables,
  type VariableDraft,
} from "./variable-draft.ts";
import { placeWords } from "./variable-places.ts";

/** Of more than this it is said once for all, or little else could be seen. */
const UNUSED_TOLD_MAX = 3;

interface VariablesFieldsProps {
  agent: Agent | null;
  draft: VariableDraft;
  problems: FieldProblems;
  onDraft: (draft: VariableDraft) => void;
  /** Many variables were pasted at once. */
  onPasted: (values: ReadonlyMap<string, string>) => void;
}

export function VariablesFields({ agent, draft, problems, onDraft, onPasted }: VariablesFieldsProps) {
  const unset = new Set(unsetVariables(draft, agent));
  const names = nameProblems(draft, agent);
  const used = agent?.promptVariables ?? [];
  const unused = draft.extra.map(({ name }) => name.trim()).filter((name) => isUnused(name, agent));

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
  function paste(event: ClipboardEvent) {
    const values = pastedVariables(event.clipboardData.getData("text/plain"), used);
    if (values === null) return;
    event.preventDefault();
    onPasted(values);
  }

  return (
    <fieldset onPaste={paste} className="flex min-w-0 flex-col gap-2.5">
      <legend className="mb-2.5 flex w-full flex-wrap items-baseline justify-between gap-x-4 border-t border-line pt-5 text-sm font-semibold">
        Variables
        {used.length > 0 && (
          <span className="figures text-xs font-normal text-ink-muted">
            {used.length - unset.size} of {used.length} set
          </span>
        )}
      </legend>
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
            places={placeWords(agent, name)}
            value={draft.filled.get(name) ?? ""}
            fallback={defaultOf(agent, name)}
            unset={unset.has(name)}
            error={problems[`variables.${name}`]}
            onValue={(value) => onDraft({ ...draft, filled: new Map(draft.filled).set(name, value) })}
          />
        ))}
      {draft.extra.map((row) => (
        <ExtraVariableRow
          key={row.key}
          row={row}
          unused={unused.length <= UNUSED_TOLD_MAX && unused.includes(row.name.trim())}
          error={names.get(row.key) ?? problems[`variables.${row.name.trim()}`]}
          onChange={(change) => changeExtra(row.key, change)}
          onRemove={() => onDraft({ ...draft, extra: draft.extra.filter(({ key }) => key !== row.key) })}
        />
      ))}
      {unused.length > UNUSED_TOLD_MAX && (
        <p className="flex gap-1.5 text-sm text-ringing">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>
            Nothing in this agent uses {unused.slice(0, UNUSED_TOLD_MAX).join(", ")} and{" "}
            {unused.length - UNUSED_TOLD_MAX} more of these.
          </span>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Button onClick={add}>
          <Plus aria-hidden="true" className="size-4" />
          Add variable
        </Button>
        <span className="text-xs text-ink-faint">
          Many at once: paste JSON, lines of name=value, or two rows of a sheet into any field.
        </span>
      </div>
    </fieldset>
  );
}
