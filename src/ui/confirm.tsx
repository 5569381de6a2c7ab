"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button.tsx";

/** Asks before something that cannot be undone. `trigger` opens it; only the named deed does it. */
export function Confirm(props: {
  trigger: ReactElement;
  title: string;
  children: ReactNode;
  /** The deed in words, on the button that does it. */
  deed: string;
  /** The way out in words. */
  keep: string;
  onConfirm: () => void;
}) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={props.trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <AlertDialog.Viewport className="fixed inset-0 z-50 grid place-items-center p-4">
          <AlertDialog.Popup className="flex w-full max-w-form flex-col gap-4 rounded-lg border border-line bg-raised p-5 shadow-popup outline-none">
            <div className="flex flex-col gap-1.5">
              <AlertDialog.Title className="text-lg font-semibold tracking-tight">
                {props.title}
              </AlertDialog.Title>
              <AlertDialog.Description className="text-ink-muted">{props.children}</AlertDialog.Description>
            </div>
            <div className="flex flex-wrap justify-end gap-2">
              <AlertDialog.Close render={<Button />}>{props.keep}</AlertDialog.Close>
              <AlertDialog.Close render={<Button look="danger" onClick={props.onConfirm} />}>
                {props.deed}
              </AlertDialog.Close>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
