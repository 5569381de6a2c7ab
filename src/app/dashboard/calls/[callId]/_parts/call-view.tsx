"use client";

import { useState } from "react";
import type { Call, WatchedCall } from "#domain/calls";
import { AnalysisPanel } from "./analysis-panel.tsx";
import { AskingNotice } from "./asking-notice.tsx";
import { CallHeader } from "./call-header.tsx";
import { CallNotices } from "./call-notices.tsx";
import { CallProgress } from "./call-progress.tsx";
import { CostPanel, LatencyPanel } from "./cost-panel.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { DetailsPanel } from "./details-panel.tsx";
import { Playback, PlaybackContext } from "./playback.ts";
import { Player } from "./player.tsx";
import { StopButton } from "./stop-button.tsx";
import { Transcript } from "./transcript.tsx";
import { TransfersPanel } from "./transfers-panel.tsx";
import { useCall } from "./use-call.ts";
import { OtherFieldsPanel, ValuesPanel } from "./values-panel.tsx";

/** Retell sends nothing while a phone rings, so until then no webhook is missing. */
function isMissingWebhook(call: Call): boolean {
  return call.status !== "initiated" && call.status !== "ringing";
}

export function CallView({ first }: { first: WatchedCall }) {
  const { call, follow, trouble, show } = useCall(first);
  const [playback] = useState(() => new Playback());
  return (
    <PlaybackContext value={playback}>
      <article className="mx-auto flex max-w-page flex-col gap-5">
        <CallHeader call={call} />
        <div className="flex flex-wrap items-center gap-x-8 gap-y-3 *:first:flex-1 *:first:basis-96">
          <CallProgress call={call} />
          <StopButton call={call} onCall={show} />
        </div>
        {call.needsDecision && <DecisionPanel call={call} onCall={show} />}
        <CallNotices call={call} />
        {follow.by === "ask" && isMissingWebhook(call) && <AskingNotice trouble={trouble} />}
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="contents min-w-0 flex-col gap-5 *:last:order-1 lg:flex">
            {call.hasRecording && <Player callId={call.id} durationMs={call.durationMs} />}
            <Transcript call={call} />
          </div>
          {/* On a narrow screen the summary comes before the transcript, everything else after it. */}
          <div className="contents min-w-0 flex-col gap-5 *:order-2 *:first:order-none lg:flex">
            <AnalysisPanel call={call} />
            <ValuesPanel title="Variables" values={call.variables} absent="This call carries no variables." />
            <TransfersPanel call={call} />
            <DetailsPanel call={call} />
            <CostPanel call={call} />
            <LatencyPanel latency={call.latency} />
            <ValuesPanel title="Collected in the call" values={call.collectedVariables} />
            <ValuesPanel title="Metadata" values={call.metadata} />
            <OtherFieldsPanel fields={call.extra} />
          </div>
        </div>
      </article>
    </PlaybackContext>
  );
}
