"use client";

import { type FormEvent, useState } from "react";
import type { NewApiKey } from "#domain/people";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { SelectInput } from "#ui/select-input.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { makeApiKey } from "../../_api/people.ts";
import { useDeed } from "../../_api/use-deed.ts";
import { ShownOnce } from "../../_parts/shown-once.tsx";

const terms = [
  { days: "", words: "Until it is revoked" },
  { days: "30", words: "30 days" },
  { days: "90", words: "90 days" },
  { days: "365", words: "1 year" },
];

export function ApiKeyForm() {
  const { run, busy, failure } = useDeed();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const fields = failure?.fields ?? {};

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = new FormData(form);
    const days = String(entered.get("days"));
    const key = await run(() => makeApiKey(String(entered.get("name")), days === "" ? null : Number(days)));
    if (key === null) return;
    setMade(key);
    form.reset();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 py-2">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name of the key" error={fields.name}>
          {(control) => (
            <TextInput {...control} name="name" required autoComplete="off" placeholder="Nightly reminders" />
          )}
        </Field>
        <Field label="Good for" error={fields.expiresInDays}>
          {(control) => (
            <SelectInput {...control} name="days" defaultValue="">
              {terms.map(({ days, words }) => (
                <option key={days} value={days}>
                  {words}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      {failure && Object.keys(fields).length === 0 && (
        <Notice tone="failure" role="alert" title={failure.message} />
      )}
      <Button type="submit" disabled={busy} className="self-start">
        {busy ? "Making it…" : "Make a key"}
      </Button>
      {made && (
        <ShownOnce
          title={`Copy the key “${made.name}” now. It is shown this once.`}
          secret={made.secret}
          label="Copy the API key"
        />
      )}
    </form>
  );
}
