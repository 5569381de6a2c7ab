import { PhoneIncoming, PhoneOutgoing } from "lucide-react";
import type { ReactNode } from "react";
import type { CallListItem } from "#domain/calls";
import { CallStatusBadge } from "#ui/call-status.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { CallDuration } from "#ui/duration.tsx";
import { Ago } from "#ui/moment.tsx";
import { dollars } from "#ui/money.ts";

/** Status, number, agent, time, duration, cost: all that a list's row knows too. */
export function PeekFacts({ call }: { call: CallListItem }) {
  const inbound = call.direction === "inbound";
  const number = inbound ? call.fromNumber : call.toNumber;
  const own = inbound ? call.toNumberWords : call.fromNumberWords;
  const Direction = inbound ? PhoneIncoming : PhoneOutgoing;
  return (
    <header className="flex flex-col gap-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
        <h2 className="flex min-h-7 items-center gap-1 text-lg font-semibold tracking-tight">
          {(inbound ? call.fromNumberWords : call.toNumberWords) ??
            (call.callType === "web_call" ? "Web call" : "Unknown number")}
          {number && <CopyButton text={number} label={`Copy ${number}`} />}
        </h2>
        <CallStatusBadge status={call.status} />
      </div>
      <p className="text-sm text-ink-muted">
        <Direction aria-hidden="true" className="mr-1.5 inline size-3.5 align-text-bottom" />
        {inbound ? "Inbound" : "Outbound"}
        {own && ` ${inbound ? "to" : "from"} ${own}`}
        {call.requestedBy && ` · by ${call.requestedBy.name}`}
      </p>
      <dl className="grid grid-cols-[minmax(0,1fr)_5.75rem_3.25rem_3rem] gap-2 border-y border-line py-2.5">
        <Figure name="Agent">
          <span title={call.agentId ?? undefined}>{call.agentName ?? call.agentId ?? "No agent"}</span>
        </Figure>
        <Figure name="Started">
          <Ago at={call.startedAt ?? call.placedAt} />
        </Figure>
        <Figure name="Duration">
          <CallDuration status={call.status} startedAt={call.startedAt} durationMs={call.durationMs} />
        </Figure>
        <Figure name="Cost">{call.costCents ? dollars(call.costCents) : "–"}</Figure>
      </dl>
    </header>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className="figures truncate text-sm font-medium">{children}</dd>
    </div>
  );
}
