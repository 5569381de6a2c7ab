"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Replay } from "#domain/webhooks";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { ApiFailure } from "../../../_api/ask.ts";
import { replayWebhook } from "../../../_api/webhooks.ts";
import { ChangesTable } from "./changes-table.tsx";

type Outcome = { replay: Replay } | { failure: string } | null;

/** Folds the delivery into its call once more. Harmless, so it asks for no confirmation. */
export function ReplayButton({ webhookId }: { webhookId: string }) {
  const router = useRouter();
  const [replaying, setReplaying] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);

  async function replay() {
    setReplaying(true);
    setOutcome(null);
    try {
      setOutcome({ replay: await replayWebhook(webhookId) });
      router.refresh();
    } catch (error) {
      setOutcome({
        failure: error instanceof ApiFailure ? error.message : "It could not be replayed. Try again.",
      });
    }
    setReplaying(false);
  }

  return (
    <div className="flex flex-col items-start gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button onClick={replay} disabled={replaying}>
          <RotateCcw aria-hidden="true" className="size-4" />
          {replaying ? "Replaying…" : "Replay"}
        </Button>
        <span className="text-sm text-ink-muted">
          Applies it once more. What the call knows already stays as it is.
        </span>
      </div>
      {outcome && "failure" in outcome && <Notice tone="failure" role="alert" title={outcome.failure} />}
      {outcome && "replay" in outcome && (
        <Notice tone="plain" role="status" title={outcomeWords(outcome.replay)}>
          {outcome.replay.changes.length > 0 && <ChangesTable changes={outcome.replay.changes} />}
        </Notice>
      )}
    </div>
  );
}

function outcomeWords({ verdict, note, changes }: Replay): string {
  if (verdict !== "applied") return `Replayed, and still not applied. ${note ?? ""}`;
  if (changes.length === 0) return "Replayed. It changed nothing: everything it says was known already.";
  return `Replayed. It changed ${changes.length === 1 ? "one field" : `${changes.length} fields`}:`;
}
