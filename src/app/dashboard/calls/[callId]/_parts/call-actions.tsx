"use client";

import { PhoneOutgoing } from "lucide-react";
import { useRouter } from "next/navigation";
import type { Call } from "#domain/calls";
import { ButtonLink } from "#ui/button.tsx";
import { useCommand } from "../../../_commands/use-commands.ts";
import { isRepeatable } from "./call-request.ts";
import { CopyMenu } from "./copy-menu.tsx";

/** What one may do with a call, whatever its state. */
export function CallActions({ call }: { call: Call }) {
  const router = useRouter();
  const again = `/dashboard/calls/send?again=${call.id}`;
  const canRepeat = isRepeatable(call);
  useCommand(
    canRepeat
      ? {
          id: "call again",
          name: "Call again",
          group: "This call",
          Icon: PhoneOutgoing,
          keys: "r",
          words: "repeat redial retry same variables",
          run: () => router.push(again),
        }
      : null,
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      {canRepeat && (
        <ButtonLink
          href={again}
          prefetch={false}
          title="Opens the form with this call’s number and variables"
        >
          <PhoneOutgoing aria-hidden="true" className="size-4" />
          Call again
        </ButtonLink>
      )}
      <CopyMenu call={call} />
    </div>
  );
}
