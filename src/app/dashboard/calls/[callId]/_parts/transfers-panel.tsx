"use client";

import { ArrowRightLeft, CircleCheck, CircleX, Flag, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import type { Call } from "#domain/calls";
import type { TransferEvent, TransferStep } from "#domain/webhooks";
import { Panel } from "#ui/facts.tsx";
import { Moment } from "#ui/moment.tsx";
import { phoneWords } from "#ui/phone-number.ts";
import { readTransfers } from "../../../_api/webhooks.ts";

const looks: Record<TransferEvent, { words: string; Icon: LucideIcon }> = {
  transfer_started: { words: "Transfer began", Icon: ArrowRightLeft },
  transfer_bridged: { words: "Both parties were joined", Icon: CircleCheck },
  transfer_cancelled: { words: "Transfer was given up", Icon: CircleX },
  transfer_ended: { words: "The transferred part ended", Icon: Flag },
};

/** By which steps the call was handed over, when its agent's webhook announces them. */
export function TransfersPanel({ call }: { call: Call }) {
  const [steps, setSteps] = useState<TransferStep[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed the call may have been a transfer.
  useEffect(() => {
    let isCurrent = true;
    readTransfers(call.id).then(
      (read) => isCurrent && setSteps(read),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [call.id, call.updatedAt]);

  if (steps.length === 0) return null;
  return (
    <Panel title="Transfer">
      <ol className="flex flex-col gap-2.5">
        {steps.map(({ event, at, destination }) => {
          const { words, Icon } = looks[event];
          return (
            <li key={`${event} ${at}`} className="flex gap-2 text-sm">
              <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
              <div className="min-w-0">
                <p>
                  {words}
                  {destination && `: ${phoneWords(destination)}`}
                </p>
                <p className="text-xs text-ink-muted">
                  <Moment at={at} />
                </p>
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
