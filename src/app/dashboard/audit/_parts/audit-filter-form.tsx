"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import type { AuditFilters } from "#domain/audit";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { SelectInput } from "#ui/select-input.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { auditAddress } from "./audit-address.ts";

interface Choice {
  value: string;
  words: string;
}

export function AuditFilterForm(props: {
  filters: AuditFilters;
  people: Choice[];
  kinds: Choice[];
  actions: Choice[];
}) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const { filters } = props;
  const isFiltered = Object.values(filters).some((value) => value !== null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const wanted = Object.fromEntries([...entered].map(([name, value]) => [name, String(value).trim()]));
    startTransition(() => router.push(auditAddress(wanted)));
  }

  return (
    <form
      onSubmit={submit}
      noValidate
      className="grid grid-cols-2 items-end gap-3 md:grid-cols-4 xl:grid-cols-[2fr_1.4fr_1.6fr_1.6fr_1.2fr_1.2fr_auto]"
    >
      <OneOf name="person" label="Person" all="Everybody" chosen={filters.person} choices={props.people} />
      <OneOf name="by" label="Done by" all="Anyone" chosen={filters.by} choices={props.kinds} />
      <OneOf
        name="action"
        label="Action"
        all="Every action"
        chosen={filters.action}
        choices={props.actions}
      />
      <Field label="Call">
        {(control) => (
          <TextInput {...control} name="call" defaultValue={filters.call ?? ""} placeholder="Id of a call" />
        )}
      </Field>
      <Field label="From (UTC)">
        {(control) => <TextInput {...control} type="date" name="from" defaultValue={filters.from ?? ""} />}
      </Field>
      <Field label="To (UTC)">
        {(control) => <TextInput {...control} type="date" name="to" defaultValue={filters.to ?? ""} />}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" disabled={pending} className="min-h-9">
          {pending ? "Filtering…" : "Filter"}
        </Button>
        {isFiltered && (
          <ButtonLink href="/dashboard/audit" look="plain" className="min-h-9">
            Clear
          </ButtonLink>
        )}
      </div>
    </form>
  );
}

function OneOf(props: {
  name: string;
  label: string;
  all: string;
  chosen: string | null;
  choices: Choice[];
}) {
  return (
    <Field label={props.label}>
      {(control) => (
        <SelectInput {...control} name={props.name} defaultValue={props.chosen ?? ""}>
          <option value="">{props.all}</option>
          {props.choices.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectInput>
      )}
    </Field>
  );
}
