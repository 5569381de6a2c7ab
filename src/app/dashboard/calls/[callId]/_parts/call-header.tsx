import { ArrowLeft, PhoneIncoming, PhoneOutgoing } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Call } from "#domain/calls";
import { phoneWords } from "#telephone";
import { CallStatusBadge, isOver } from "#ui/call-status.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { CallDuration } from "#ui/duration.tsx";
import { Ago } from "#ui/moment.tsx";
import { dollars } from "#ui/money.ts";
import { otherParty, ownNumber } from "./parties.ts";

/** Whom the call was with and where it stands; what can be done with it stands at its end. */
export function CallHeader({ call, actions }: { call: Call; actions?: ReactNode }) {
  const number = otherParty(call);
  return (
    <header className="@container flex flex-col gap-3">
      <Link
        href="/dashboard/calls"
        className="flex w-fit items-center gap-1 rounded-sm text-sm text-ink-muted hover:text-ink any-pointer-coarse:py-2"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Calls
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="flex min-w-0 flex-col gap-1.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 className="flex items-center gap-1 text-xl font-semibold tracking-tight">
              {number ? phoneWords(number) : "Unknown number"}
              {number && <CopyButton text={number} label={`Copy ${number}`} />}
            </h1>
            <CallStatusBadge status={call.status} big />
          </div>
          <Circumstances call={call} />
        </div>
        <div className="flex flex-wrap items-center gap-x-8 gap-y-3 @max-[40rem]:w-full @max-[40rem]:justify-between @max-[40rem]:gap-x-3">
          <dl className="flex gap-8 @max-[40rem]:gap-5">
            <Figure name="Duration">
              <CallDuration status={call.status} startedAt={call.startedAt} durationMs={call.durationMs} />
            </Figure>
            <Figure name="Cost">{costWords(call)}</Figure>
          </dl>
          {actions}
        </div>
      </div>
    </header>
  );
}

/** Which way it went, through which number, who spoke, who asked for it, and when. */
function Circumstances({ call }: { call: Call }) {
  const inbound = call.direction === "inbound";
  const own = ownNumber(call);
  const Direction = inbound ? PhoneIncoming : PhoneOutgoing;
  return (
    // Each dot stands before what it parts from the others, and those that begin a line are cut away.
    <div className="overflow-x-clip">
      <ul className="-ml-6 flex flex-wrap items-center gap-y-0.5 text-ink-muted *:before:inline-block *:before:w-6 *:before:text-center *:before:text-ink-faint *:before:content-['·']">
        <li>
          <Direction aria-hidden="true" className="mr-1.5 inline size-4 align-text-bottom" />
          {inbound ? "Inbound" : "Outbound"}
          {own && ` ${inbound ? "to" : "from"} ${phoneWords(own)}`}
        </li>
        <li>{call.agentName ?? call.agentId ?? "No agent"}</li>
        {!inbound && <li>{call.requestedBy ? `by ${call.requestedBy.name}` : "placed elsewhere"}</li>}
        <li>
          <Ago at={call.startedAt ?? call.placedAt} />
        </li>
      </ul>
    </div>
  );
}

/** A call that is going on has cost something, but nobody has counted yet. */
function costWords(call: Call): string {
  if (call.costCents === null || (call.costCents === 0 && !isOver(call.status))) return "–";
  return dollars(call.costCents);
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className="figures text-lg font-semibold">{children}</dd>
    </div>
  );
}
