"use client";

import { useEffect, useSyncExternalStore } from "react";
import { Later } from "./later.ts";
import type { Said } from "./toast-list.tsx";

const list = new Later(() => import("./toast-list.tsx"));
const listeners = new Set<() => void>();
/** What was said while the list's code could not be had. */
let unlisted: readonly Said[] = [];
const UNLISTED_MS = 10_000;
const none: readonly Said[] = [];

/**
 * Tells in passing what has just happened. What went wrong with something typed belongs beside its field instead.
 * The deed is offered as a button, for instance to undo.
 */
export function toast(said: Said): void {
  list.load().then(
    (code) => code.addToast(said),
    () => {
      show([...unlisted, said]);
      setTimeout(() => show(unlisted.filter((other) => other !== said)), UNLISTED_MS);
    },
  );
}

/** Where toasts appear; once a page. F6 leads the keyboard there. */
export function Toasts() {
  const code = useSyncExternalStore(
    list.subscribe,
    () => list.code,
    () => null,
  );
  useEffect(() => list.loadWhenIdle(), []);
  return code ? <code.ToastList /> : <PlainToasts />;
}

/** The words alone, until the list's code is there: a person must hear of it also when nothing more can be loaded. */
function PlainToasts() {
  const said = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => unlisted,
    () => none,
  );
  return (
    <section
      aria-label="What has just happened"
      aria-live="polite"
      className="fixed inset-x-4 bottom-20 z-60 mx-auto flex max-w-form flex-col gap-2 md:right-6 md:bottom-6 md:left-auto md:mx-0 md:w-88"
    >
      {said.map(({ title, description }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they keep nothing of their own.
        <div key={place} className="rounded-md border border-line bg-raised px-3 py-2.5 text-sm shadow-popup">
          <p className="font-medium wrap-anywhere">{title}</p>
          <p className="wrap-anywhere text-ink-muted">{description}</p>
        </div>
      ))}
    </section>
  );
}

function show(said: readonly Said[]): void {
  unlisted = said;
  for (const listener of listeners) listener();
}
