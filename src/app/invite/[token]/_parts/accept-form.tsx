"use client";

import { type FormEvent, useRef, useState } from "react";
import type { ProblemBody } from "#domain/problems";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { postToAuth } from "../../../_session/post-to-auth.ts";

type Failure = Pick<ProblemBody["error"], "message" | "fields">;

/** Makes the account and signs in with it. */
export function AcceptForm({ token, email }: { token: string; email: string }) {
  const sent = useRef(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const fields = failure?.fields ?? {};

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sent.current) return;
    const entered = new FormData(event.currentTarget);
    const password = String(entered.get("password"));
    sent.current = true;
    setSending(true);
    const refused = await accept({ token, name: String(entered.get("name")), password });
    setFailure(refused);
    if (refused === null) {
      const { ok } = await postToAuth("sign-in/email", { email, password });
      window.location.assign(ok ? "/dashboard/calls" : "/sign-in");
      return;
    }
    sent.current = false;
    setSending(false);
  }

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {failure && Object.keys(fields).length === 0 && (
        <Notice tone="failure" role="alert" title={failure.message} />
      )}
      <Field label="E-mail">
        {(control) => <TextInput {...control} name="email" autoComplete="username" value={email} readOnly />}
      </Field>
      <Field label="Your name" error={fields.name}>
        {(control) => <TextInput {...control} name="name" autoComplete="name" autoFocus />}
      </Field>
      <Field label="Password" error={fields.password} hint="At least 10 characters.">
        {(control) => <TextInput {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" look="primary" disabled={sending} className="h-9">
        {sending ? "Making your account…" : "Make my account"}
      </Button>
    </form>
  );
}

/** Why it was refused; null when it was not. */
async function accept(acceptance: Record<string, string>): Promise<Failure | null> {
  try {
    const answer = await fetch("/api/invitations/accept", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(acceptance),
    });
    if (answer.ok) return null;
    const body: Partial<ProblemBody> | null = await answer.json().catch(() => null);
    return body?.error ?? { message: `The server answered ${answer.status}. Try again.`, fields: {} };
  } catch {
    return { message: "The server could not be reached. Check the connection and try again.", fields: {} };
  }
}
