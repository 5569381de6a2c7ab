"use client";

import { type FormEvent, useState } from "react";
import type { NewInvitation } from "#domain/people";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { SelectInput } from "#ui/select-input.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { invitePerson } from "../../_api/people.ts";
import { useDeed } from "../../_api/use-deed.ts";
import { ShownOnce } from "../../_parts/shown-once.tsx";

export function InviteForm() {
  const { run, busy, failure } = useDeed();
  const [made, setMade] = useState<(NewInvitation & { email: string }) | null>(null);
  const fields = failure?.fields ?? {};

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = new FormData(form);
    const email = String(entered.get("email")).trim();
    const invitation = await run(() => invitePerson(email, String(entered.get("role"))));
    if (invitation === null) return;
    setMade({ ...invitation, email });
    form.reset();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 pb-1">
      <Field label="E-mail" error={fields.email}>
        {(control) => (
          <TextInput {...control} name="email" type="email" required autoComplete="off" spellCheck={false} />
        )}
      </Field>
      <Field
        label="Role"
        error={fields.role}
        hint="A user has an account and sees nothing until made an admin."
      >
        {(control) => (
          <SelectInput {...control} name="role" defaultValue="admin">
            <option value="admin">Admin</option>
            <option value="user">User</option>
          </SelectInput>
        )}
      </Field>
      {failure && Object.keys(fields).length === 0 && (
        <Notice tone="failure" role="alert" title={failure.message} />
      )}
      <Button type="submit" look="primary" disabled={busy} className="self-start">
        {busy ? "Inviting…" : "Make an invitation link"}
      </Button>
      {made && (
        <ShownOnce
          title={`Copy the link and send it to ${made.email}. It is shown this once and good for seven days.`}
          secret={made.link}
          label="Copy the invitation link"
        />
      )}
    </form>
  );
}
