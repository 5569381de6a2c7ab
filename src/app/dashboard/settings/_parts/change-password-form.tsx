"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { toast } from "#ui/toast.tsx";
import { type AuthOutcome, postToAuth } from "../../../_session/post-to-auth.ts";

const SHORTEST = 10;

export function ChangePasswordForm({ email }: { email: string }) {
  const [outcome, setOutcome] = useState<AuthOutcome | null>(null);
  const [saving, setSaving] = useState(false);
  const wrongCurrent = outcome?.ok === false && outcome.code === "INVALID_PASSWORD";
  const failure = outcome?.ok === false && !wrongCurrent ? outcome.message : null;

  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = new FormData(form);
    setSaving(true);
    const result = await postToAuth("change-password", {
      currentPassword: entered.get("current"),
      newPassword: entered.get("new"),
      revokeOtherSessions: true,
    });
    setSaving(false);
    setOutcome(result);
    if (!result.ok) return;
    form.reset();
    toast({
      title: "The password was changed",
      description: "Other browsers you were signed in with are signed out.",
    });
  }

  return (
    <form method="post" onSubmit={change} className="flex max-w-88 flex-col gap-4 pb-1">
      <h3 className="text-sm font-semibold">Change password</h3>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={wrongCurrent && outcome.message}>
        {(control) => (
          <TextInput {...control} name="current" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Field
        label="New password"
        hint={`At least ${SHORTEST} characters. Other browsers you are signed in with are signed out.`}
      >
        {(control) => (
          <TextInput
            {...control}
            name="new"
            type="password"
            autoComplete="new-password"
            minLength={SHORTEST}
            required
          />
        )}
      </Field>
      {failure && <Notice tone="failure" role="alert" title={failure} />}
      <Button type="submit" disabled={saving} className="self-start">
        {saving ? "Saving…" : "Change password"}
      </Button>
    </form>
  );
}
