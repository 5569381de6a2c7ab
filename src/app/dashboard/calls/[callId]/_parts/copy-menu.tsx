"use client";

import { Menu } from "@base-ui/react/menu";
import {
  ChevronDown,
  Copy,
  Fingerprint,
  Link as LinkIcon,
  type LucideIcon,
  Phone,
  SquareTerminal,
} from "lucide-react";
import type { Call } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { toast } from "#ui/toast.tsx";
import { useCommand } from "../../../_commands/use-commands.ts";
import { curlOf, isRepeatable } from "./call-request.ts";
import { otherParty } from "./parties.ts";

interface Copyable {
  name: string;
  Icon: LucideIcon;
  /** Made only when it is wanted: it may need the address of the page. */
  text: () => string;
  description?: string;
}

/** What of a call one may want to paste elsewhere. */
export function CopyMenu({ call }: { call: Call }) {
  const all = copyablesOf(call);
  return (
    <Menu.Root>
      {all.map((one) => (
        <CopyCommand key={one.name} one={one} />
      ))}
      <Menu.Trigger render={<Button />}>
        <Copy aria-hidden="true" className="size-4" />
        Copy
        <ChevronDown aria-hidden="true" className="size-3.5 text-ink-faint" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50 outline-none">
          <Menu.Popup className="min-w-48 rounded-md border border-line bg-raised p-1 shadow-popup outline-none">
            {all.map((one) => (
              <Menu.Item
                key={one.name}
                onClick={() => void copy(one)}
                className="flex h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2 text-base outline-none select-none data-highlighted:bg-accent-soft any-pointer-coarse:h-touch"
              >
                <one.Icon aria-hidden="true" className="size-4 text-ink-muted" />
                {one.name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function CopyCommand({ one }: { one: Copyable }) {
  useCommand({
    id: `call copy ${one.name}`,
    name: `Copy ${one.name.charAt(0).toLowerCase()}${one.name.slice(1)}`,
    group: "This call",
    Icon: one.Icon,
    run: () => void copy(one),
  });
  return null;
}

function copyablesOf(call: Call): Copyable[] {
  const { id, retellCallId } = call;
  const number = otherParty(call);
  return [
    { name: "Link", Icon: LinkIcon, text: () => `${window.location.origin}/dashboard/calls/${id}` },
    ...(isRepeatable(call)
      ? [
          {
            name: "As curl",
            Icon: SquareTerminal,
            text: () => curlOf(call, window.location.origin),
            description: "It sends this call again. Put an API key into SWITCHBOARD_KEY first.",
          },
        ]
      : []),
    ...(number === null ? [] : [{ name: "Number", Icon: Phone, text: () => number }]),
    { name: "Our id", Icon: Fingerprint, text: () => id },
    ...(retellCallId === null ? [] : [{ name: "Retell’s id", Icon: Fingerprint, text: () => retellCallId }]),
  ];
}

/** Browsers offer the clipboard on https and localhost only. */
async function copy({ name, text, description }: Copyable): Promise<void> {
  try {
    await navigator.clipboard.writeText(text());
    toast({
      title: `Copied: ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      ...(description && { description }),
    });
  } catch {
    toast({
      tone: "failed",
      title: "The browser did not let us copy",
      description: "It does so on https and localhost only. Select the text and copy it.",
    });
  }
}
