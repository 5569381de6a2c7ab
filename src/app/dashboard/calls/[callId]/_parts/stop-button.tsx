"use client";

import { PhoneOff } from "lucide-react";
import { useRef, useState } from "react";
import type { Call, WatchedCall } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { isOver } from "#ui/call-status.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { readCall, stopCall } from "../../../_api/calls.ts";
import { useCommand } from "../../../_commands/use-commands.ts";
import { otherParty } from "./parties.ts";

interface Said {
  tone: "done" | "trouble";
  text: string;
}

/** Cancels a call that has not connected, or ends one that has, and says what came of it. */
export function StopButton({ call, onCall }: { call: Call; onCall: (read: WatchedCall) => void }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);

  async function stop() {
    setBusy(true);
    setSaid(null);
    try {
      const { outcome, message } = await stopCall(call.id);
      setSaid({ tone: outcome === "refused" ? "trouble" : "done", text: message });
      onCall(await readCall(call.id));
    } catch (error) {
      setSaid({
        tone: "trouble",
        text: error instanceof Error ? error.message : "The call could not be stopped.",
      });
    }
    setBusy(false);
  }

  return (
    <div className="flex flex-wrap items-center gap-3">
      <p
        role="status"
        className={`text-sm empty:hidden ${said?.tone === "trouble" ? "text-failed" : "text-ink-muted"}`}
      >
        {said?.text}
      </p>
      {!isOver(call.status) && <Question call={call} busy={busy || isUnderWay(call)} onConfirm={stop} />}
    </div>
  );
}

function Question(props: { call: Call; busy: boolean; onConfirm: () => void }) {
  const isTalking = props.call.status === "in_progress";
  const whom = otherParty(props.call) ?? "the other party";
  const [deed, busyWords] = isTalking ? ["End call", "Ending…"] : ["Cancel call", "Cancelling…"];
  const trigger = useRef<HTMLButtonElement>(null);
  useCommand(
    props.busy
      ? null
      : {
          id: "call stop",
          name: deed,
          group: "This call",
          Icon: PhoneOff,
          keys: "e",
          run: () => trigger.current?.click(),
        },
  );
  return (
    <Confirm
      trigger={
        <Button ref={trigger} look="danger" disabled={props.busy}>
          <PhoneOff aria-hidden="true" className="size-4" />
          {props.busy ? busyWords : deed}
        </Button>
      }
      title={isTalking ? "End this call now?" : "Cancel this call?"}
      deed={deed}
      keep={isTalking ? "Let them talk" : "Keep the call"}
      onConfirm={props.onConfirm}
    >
      {isTalking
        ? `The agent hangs up on ${whom}, in mid-sentence if need be. What was said so far is kept.`
        : `${whom} is not called, or the phone stops ringing. To call after all you send a new call.`}
    </Confirm>
  );
}

/** The wish is written and still to be carried out; one that was given up may be made again. */
function isUnderWay(call: Call): boolean {
  return call.stop?.outcome === "wanted" || call.stop?.outcome === "sent";
}
