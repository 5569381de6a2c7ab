"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { postToAuth } from "../../_session/post-to-auth.ts";

export function SignInForm({ next }: { next: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setSending(true);
    const outcome = await postToAuth("sign-in/email", {
      email: form.get("email"),
      password: form.get("password"),
    });
    if (outcome.ok) {
      window.location.assign(next);
      return;
    }
    setFailure(outcome.message);
    setSending(false);
    password.current?.select();
  }

  return (
    <form method="post" onSubmit={signIn} className="flex flex-col gap-4">
      {failure && <Notice tone="failure" role="alert" title={failure} />}
      <Field label="E-mail">
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <TextInput
            {...control}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={sending} className="h-9">
        {sending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
