"use client";

import { useCallback, useState } from "react";
import type { LiveCall } from "#domain/calls";
import { toast } from "#ui/toast.tsx";
import { stopCall } from "../../_api/calls.ts";
import { otherPartyWords } from "./other-party.ts";

/** Ends one call at a press. What came of it is told for screen readers; the strip shows it to everybody else. */
export function useEndCall(arm: (id: string | null) => void) {
  const [endingIds, setEnding] = useState<ReadonlySet<string>>(new Set());
  const [said, say] = useState("");

  const end = useCallback(
    async (call: LiveCall) => {
      arm(null);
      setEnding((ids) => new Set(ids).add(call.id));
      try {
        const { outcome, message } = await stopCall(call.id);
        if (outcome === "refused") toast({ title: "Not ended yet", description: message, tone: "failed" });
        else say(`${otherPartyWords(call)}: ${message}`);
      } catch (error) {
        const description = error instanceof Error ? error.message : "The call could not be ended.";
        toast({ title: `The call with ${otherPartyWords(call)} was not ended`, description, tone: "failed" });
      }
      setEnding((ids) => new Set([...ids].filter((id) => id !== call.id)));
    },
    [arm],
  );

  return { end, endingIds, said };
}
