import Link from "next/link";
import type { Call } from "#domain/calls";
import { phoneWords } from "#telephone";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { Moment } from "#ui/moment.tsx";

export function DetailsPanel({ call }: { call: Call }) {
  return (
    <Panel title="Details">
      <Facts>
        {call.requestedBy && (
          <Fact name="Created by">
            <span title={call.requestedBy.email}>{call.requestedBy.name}</span>
          </Fact>
        )}
        {call.requestedAt && (
          <Fact name="Requested">
            <Moment at={call.requestedAt} />
          </Fact>
        )}
        {call.startedAt && (
          <Fact name="Started">
            <Moment at={call.startedAt} />
          </Fact>
        )}
        {call.endedAt && (
          <Fact name="Ended">
            <Moment at={call.endedAt} />
          </Fact>
        )}
        {call.disconnectionLabel && (
          <Fact name="Why it ended">
            <span title={call.disconnectionReason ?? undefined}>{call.disconnectionLabel}</span>
          </Fact>
        )}
        {call.decision && (
          <Fact name="Decided by">
            {call.decision.by?.name ?? "Somebody"}
            {call.decision.decision === "linked"
              ? `: it is Retell’s ${call.decision.retellCallId}`
              : ": it was not placed"}
          </Fact>
        )}
        {call.stopRequestedBy && <Fact name="Stopped by">{call.stopRequestedBy.name}</Fact>}
        {call.transferDestination && (
          <Fact name="Transferred to">{phoneWords(call.transferDestination)}</Fact>
        )}
        {call.fromNumber && (
          <Fact name="From" copy={call.fromNumber}>
            {phoneWords(call.fromNumber)}
          </Fact>
        )}
        {call.toNumber && (
          <Fact name="To" copy={call.toNumber}>
            {phoneWords(call.toNumber)}
          </Fact>
        )}
        {call.agentId && (
          <Fact name="Agent id" copy={call.agentId}>
            {call.agentId}
            {call.agentVersion !== null && ` (version ${call.agentVersion})`}
          </Fact>
        )}
        {call.retellCallId && (
          <Fact name="Retell call id" copy={call.retellCallId}>
            {call.retellCallId}
          </Fact>
        )}
        <Fact name="Our id" copy={call.id}>
          {call.id}
        </Fact>
        <Fact name="Webhooks">
          <Link
            href={`/dashboard/webhooks?call=${call.id}`}
            prefetch={false}
            className="text-accent underline"
          >
            What Retell delivered
          </Link>
        </Fact>
        <Fact name="History">
          <a href="#trace" className="text-accent underline">
            What we knew, and when
          </a>
        </Fact>
        {call.publicLogUrl?.startsWith("https://") && (
          <Fact name="Log at Retell">
            <a href={call.publicLogUrl} target="_blank" rel="noreferrer" className="text-accent underline">
              Open
            </a>
          </Fact>
        )}
      </Facts>
    </Panel>
  );
}
