"use client";

import type { Call, WatchedCall } from "#domain/calls";
import { AskingNotice } from "./asking-notice.tsx";
import { CallActions } from "./call-actions.tsx";
import { CallHeader } from "./call-header.tsx";
import { CallNotices } from "./call-notices.tsx";
import { CallProgress } from "./call-progress.tsx";
import { Conversation } from "./conversation.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { AnalysisPanel } from "./panels/analysis-panel.tsx";
import { CostPanel } from "./panels/cost-panel.tsx";
import { DetailsPanel } from "./panels/details-panel.tsx";
import { LatencyPanel } from "./panels/latency-panel.tsx";
import { OtherFieldsPanel, ValuesPanel } from "./panels/values-panel.tsx";
import { StopButton } from "./stop-button.tsx";
import { TracePanel } from "./trace/trace-panel.tsx";
import { useCall } from "./use-call.ts";

/** Retell sends nothing while a phone rings, so until then no webhook is missing. */
function isMissingWebhook(call: Call): boolean {
  return call.status !== "initiated" && call.status !== "ringing";
}

export function CallView({ first }: { first: WatchedCall }) {
  const { call, follow, trouble, show } = useCall(first);
  return (
    <article className="mx-auto flex max-w-page flex-col gap-5">
      <CallHeader call={call} actions={<CallActions call={call} />} />
      <div className="flex flex-wrap items-center gap-x-8 gap-y-3 *:first:flex-1 *:first:basis-96">
        <CallProgress call={call} />
        <StopButton call={call} onCall={show} />
      </div>
      {call.needsDecision && <DecisionPanel call={call} onCall={show} />}
      <CallNotices call={call} />
      {follow.by === "ask" && isMissingWebhook(call) && <AskingNotice trouble={trouble} />}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="contents min-w-0 flex-col gap-5 *:order-1 *:last:order-3 lg:flex">
          <Conversation call={call} />
          <TracePanel call={call} />
        </div>
        {/* On a narrow screen the summary comes first, everything else after the transcript. */}
        <div className="contents min-w-0 flex-col gap-5 *:order-2 *:first:order-none lg:flex">
          <AnalysisPanel call={call} />
          <ValuesPanel title="Variables" values={call.variables} absent="This call carries no variables." />
          <DetailsPanel call={call} />
          <CostPanel call={call} />
          <LatencyPanel latency={call.latency} />
          <ValuesPanel title="Collected in the call" values={call.collectedVariables} />
          <ValuesPanel title="Metadata" values={call.metadata} />
          <OtherFieldsPanel fields={call.extra} />
        </div>
      </div>
    </article>
  );
}
