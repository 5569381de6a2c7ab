"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { IconButton } from "#ui/button.tsx";
import { Keys } from "#ui/keys.tsx";
import type { Command } from "./commands.ts";
import { useCommands } from "./use-commands.ts";

/** Every key that does something on this page. */
export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Viewport className="fixed inset-0 z-50 grid place-items-center p-4">
          <Dialog.Popup className="flex max-h-full w-full max-w-form flex-col rounded-lg border border-line bg-raised shadow-popup outline-none">
            <div className="flex items-center justify-between gap-3 py-3 pr-3 pl-5">
              <Dialog.Title className="text-lg font-semibold tracking-tight">Keyboard shortcuts</Dialog.Title>
              <Dialog.Close
                render={
                  <IconButton label="Close">
                    <X aria-hidden="true" className="size-4" />
                  </IconButton>
                }
              />
            </div>
            <Groups />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Groups() {
  const groups = Map.groupBy(useCommands().filter(hasKeys), ({ group }) => group);
  return (
    <div className="flex flex-col gap-4 overflow-y-auto px-5 pb-5">
      {[...groups].map(([group, commands]) => (
        <section key={group} className="flex flex-col gap-1">
          <h3 className="text-xs text-ink-muted">{group}</h3>
          <dl className="divide-y divide-line">
            {commands.map(({ id, name, keys }) => (
              <div key={id} className="flex items-center justify-between gap-4 py-1.5">
                <dt className="text-sm">{name}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function hasKeys(command: Command): command is Command & { keys: string } {
  return command.keys !== undefined;
}
