"use client";

import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect } from "react";
import { IconButton } from "./button.tsx";

export interface Said {
  title: string;
  description?: string;
  tone?: "done" | "failed";
  deed?: { name: string; run: () => void };
}

interface ToastLook {
  tone: NonNullable<Said["tone"]>;
}

const toasts = Toast.createToastManager<ToastLook>();

/** What was done is read in passing; what failed, or can be undone, takes a moment longer. */
const PASSING_MS = 4_000;
const LINGERING_MS = 10_000;

/** Said before anything was there to show it. */
let early: Said[] | null = [];

export function addToast(said: Said): void {
  if (early) early.push(said);
  else show(said);
}

function show(said: Said): void {
  const { title, description, tone = "done", deed } = said;
  const id = toasts.add({
    title,
    description,
    data: { tone },
    priority: tone === "failed" ? "high" : "low",
    timeout: tone === "failed" || deed ? LINGERING_MS : PASSING_MS,
    ...(deed && {
      actionProps: {
        children: deed.name,
        onClick: () => {
          toasts.close(id);
          deed.run();
        },
      },
    }),
  });
}

export function ToastList() {
  // After the provider's own effect, from which on it hears of toasts.
  useEffect(() => {
    for (const said of early ?? []) show(said);
    early = null;
    return () => {
      early = [];
    };
  }, []);
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label="What has just happened"
          className="fixed inset-x-4 bottom-20 z-60 mx-auto flex max-w-form flex-col gap-2 outline-none md:right-6 md:bottom-6 md:left-auto md:mx-0 md:w-88"
        >
          <EachToast />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function EachToast() {
  return Toast.useToastManager<ToastLook>().toasts.map((one) => (
    <Toast.Root
      key={one.id}
      toast={one}
      data-beside=""
      className="rounded-md border border-line bg-raised shadow-popup transition-[opacity,translate] data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2.5 py-2.5 pr-1.5 pl-3">
        {one.data?.tone === "failed" ? (
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
        ) : (
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-completed" />
        )}
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-sm font-medium wrap-anywhere" />
          <Toast.Description className="text-sm wrap-anywhere text-ink-muted" />
        </div>
        {one.actionProps && (
          <Toast.Action className="h-6 shrink-0 rounded-sm px-2 text-sm font-medium text-accent hover:bg-hover" />
        )}
        <Toast.Close
          render={
            <IconButton label="Dismiss" className="size-6">
              <X aria-hidden="true" className="size-3.5" />
            </IconButton>
          }
        />
      </Toast.Content>
    </Toast.Root>
  ));
}
