"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { SavedView } from "#domain/views";
import { Button } from "#ui/button.tsx";
import { Field, FieldError } from "#ui/field.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { useDeed } from "../../_api/use-deed.ts";
import type { ViewChange } from "../../_api/views.ts";

/** A name may be as long as the server takes it; the field ends there. */
const NAME_LENGTH_MAX = 60;

/** Asks for a name, and whether the view is everybody's. What was typed stays when it is refused. */
export function ViewForm(props: {
  /** Null for a new one. */
  view: SavedView | null;
  onSave: (named: Required<Pick<ViewChange, "name" | "isShared">>) => Promise<SavedView>;
  onSaved: (view: SavedView) => void;
  onCancel: () => void;
}) {
  const { view } = props;
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(view?.isShared ?? false);
  const { run, busy, failure } = useDeed();
  const nameError = failure?.fields.name;
  useEffect(() => input.current?.select(), []);
  useEffect(() => {
    if (failure) input.current?.focus();
  }, [failure]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const saved = await run(() => props.onSave({ name, isShared }));
    if (saved) props.onSaved(saved);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-3">
      <h2 className="font-medium">{view ? "Rename view" : "Save view"}</h2>
      <Field label="Name" error={nameError}>
        {(control) => (
          <TextInput
            {...control}
            ref={input}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={NAME_LENGTH_MAX}
            autoComplete="off"
            dir="auto"
          />
        )}
      </Field>
      {view?.isMine !== false && (
        <label className="flex min-h-8 items-center gap-2.5 text-sm any-pointer-coarse:min-h-touch">
          <input
            type="checkbox"
            checked={isShared}
            onChange={(event) => setShared(event.target.checked)}
            className="size-4 shrink-0 accent-accent"
          />
          Share with all admins
        </label>
      )}
      {failure && !nameError && (
        <div role="alert">
          <FieldError>{failure.message}</FieldError>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={props.onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={busy}>
          {view ? "Rename" : "Save"}
        </Button>
      </div>
    </form>
  );
}
