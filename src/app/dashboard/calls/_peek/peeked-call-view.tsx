"use client";

import type { WatchedCall } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";
import { CallActions } from "../[callId]/_parts/call-actions.tsx";
import { CallNotices } from "../[callId]/_parts/call-notices.tsx";
import { Conversation } from "../[callId]/_parts/conversation.tsx";
import { AnalysisPanel } from "../[callId]/_parts/panels/analysis-panel.tsx";
import { ValuesPanel } from "../[callId]/_parts/panels/values-panel.tsx";
import { StopButton } from "../[callId]/_parts/stop-button.tsx";
import { useCall } from "../[callId]/_parts/use-call.ts";
import { PeekFacts } from "./peek-facts.tsx";

/** The parts of the call's own page that fit beside the list, kept up to date as they are there. */
export function PeekedCallView({ first }: { first: WatchedCall }) {
  const { call, show } = useCall(first);
  return (
    <>
      <PeekFacts call={call} />
      <div className="flex flex-wrap items-center gap-2">
        <CallActions call={call} />
        {!isOver(call.status) && <StopButton call={call} onCall={show} />}
      </div>
      <CallNotices call={call} />
      <AnalysisPanel call={call} />
      <ValuesPanel title="Variables" values={call.variables} />
      <Conversation call={call} />
    </>
  );
}
