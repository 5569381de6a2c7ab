"use client";

import { type FormEvent, useState } from "react";
import type { FieldProblems } from "#domain/problems";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { type Choice, PickOne } from "#ui/pick-one.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { DayFields } from "./day-fields.tsx";
import { viewersZone } from "./days.ts";
import { type FilterTexts, useFilters } from "./use-filters.ts";

const anyChoice: Choice = { value: "", label: "Any" };
const directionChoices: Choice[] = [
  anyChoice,
  { value: "outbound", label: "Outbound" },
  { value: "inbound", label: "Inbound" },
];

interface FilterPanelProps {
  agents: Choice[];
  problems: FieldProblems;
}

/** All filters but the statuses, drafted here and put into the address together. */
export function FilterPanel({ agents, problems }: FilterPanelProps) {
  const [filters] = useFilters();
  // Another address (a step back, a chip taken away) is another draft.
  return <Draft key={JSON.stringify(filters)} filters={filters} agents={agents} problems={problems} />;
}

function Draft({ filters, agents, problems }: FilterPanelProps & { filters: FilterTexts }) {
  const [, setFilters] = useFilters();
  const [draft, setDraft] = useState(filters);
  const [first = ""] = draft.variable;
  const [name, value] = splitVariable(first);
  const [wrong, setWrong] = useState<string | null>(null);

  function change(part: Partial<FilterTexts>) {
    setDraft((before) => ({ ...before, ...part }));
  }
  function changeVariable(newName: string, newValue: string) {
    const text = newName === "" && newValue === "" ? [] : [`${newName}=${newValue}`];
    change({ variable: [...text, ...draft.variable.slice(1)] });
  }
  function apply(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "" && value !== "") return setWrong("Give the variable's name too.");
    setWrong(null);
    const hasDays = draft.from || draft.to;
    void setFilters({
      ...draft,
      direction: draft.direction || null,
      number: draft.number?.trim() || null,
      from: draft.from || null,
      to: draft.to || null,
      zone: hasDays ? (filters.zone ?? viewersZone()) : null,
    });
  }

  return (
    <form
      id="filters"
      aria-label="Filters"
      onSubmit={apply}
      className="grid items-start gap-x-4 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 xl:grid-cols-3"
    >
      <Field label="Number begins with" error={problems.number} hint="Ours or theirs: +1 213, or (213) 777.">
        {(control) => (
          <TextInput
            {...control}
            inputMode="tel"
            autoComplete="off"
            value={draft.number ?? ""}
            onChange={(event) => change({ number: event.target.value })}
          />
        )}
      </Field>
      <Field label="Direction" error={problems.direction}>
        {(control) => (
          <PickOne
            control={control}
            name="direction"
            choices={directionChoices}
            value={draft.direction ?? ""}
            onPick={(direction) => change({ direction })}
            placeholder="Any"
          />
        )}
      </Field>
      <Field label="Agent" error={problems.agent}>
        {(control) => (
          <PickOne
            control={control}
            name="agent"
            choices={[anyChoice, ...agents]}
            value={draft.agent[0] ?? ""}
            onPick={(agent) => change({ agent: agent === "" ? [] : [agent] })}
            placeholder="Any"
          />
        )}
      </Field>
      <DayFields from={draft.from} to={draft.to} problems={problems} onDays={change} />
      <VariableFields
        name={name}
        value={value}
        error={wrong ?? problems.variable}
        onChange={changeVariable}
      />
      <Button type="submit" look="primary" className="justify-self-start sm:col-span-2 xl:col-span-3">
        Apply filters
      </Button>
    </form>
  );
}

function VariableFields(props: {
  name: string;
  value: string;
  error: string | undefined;
  onChange: (name: string, value: string) => void;
}) {
  return (
    <div className="grid grid-cols-2 items-start gap-2">
      <Field label="Variable" error={props.error}>
        {(control) => (
          <TextInput
            {...control}
            placeholder="customer_name"
            autoComplete="off"
            spellCheck={false}
            value={props.name}
            onChange={(event) => props.onChange(event.target.value, props.value)}
          />
        )}
      </Field>
      <Field label="is exactly">
        {(control) => (
          <TextInput
            {...control}
            dir="auto"
            placeholder="John Doe"
            autoComplete="off"
            value={props.value}
            onChange={(event) => props.onChange(props.name, event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}

function splitVariable(text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
