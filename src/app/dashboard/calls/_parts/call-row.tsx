import { PhoneIncoming, PhoneOutgoing } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import type { CallListItem } from "#domain/calls";
import { CallStatusBadge } from "#ui/call-status.tsx";
import { classNames } from "#ui/class-names.ts";
import { CallDuration } from "#ui/duration.tsx";
import { Ago } from "#ui/moment.tsx";
import { dollars } from "#ui/money.ts";
import { phoneWords } from "#ui/phone-number.ts";
import { CallOutcome } from "./call-outcome.tsx";
import { rowGrid } from "./columns.ts";
import { VariablesInline } from "./variables-inline.tsx";

/** The link covers the whole row, so the row opens like any link: by click, by Enter, in a new tab. */
export const CallRow = memo(function CallRow({ call, arrived }: { call: CallListItem; arrived: boolean }) {
  return (
    <tr
      className={classNames(
        rowGrid,
        "grid-cols-[minmax(0,1fr)_auto] gap-y-1 py-3 text-sm transition-colors hover:bg-hover @[56rem]:min-h-row @[56rem]:py-1.5",
        "first:rounded-t-lg last:rounded-b-lg @[56rem]:first:rounded-t-none has-[a:focus-visible]:bg-hover",
        arrived && "animate-arrive",
      )}
    >
      <td className="order-2 justify-self-end @[56rem]:order-none @[56rem]:justify-self-start">
        <CallStatusBadge status={call.status} />
      </td>
      <td className="order-1 min-w-0 @[56rem]:order-none">
        <OtherParty call={call} />
      </td>
      <td className="order-3 truncate text-ink-muted @[56rem]:order-none @[56rem]:text-ink">
        <span title={call.agentId ?? undefined} className="relative z-1">
          {call.agentName ?? call.agentId ?? "No agent"}
        </span>
      </td>
      <td className="order-4 justify-self-end text-ink-muted @[56rem]:order-none @[56rem]:justify-self-start">
        <Ago at={call.startedAt ?? call.placedAt} className="relative z-1" />
      </td>
      <td className="figures order-6 justify-self-end @[56rem]:order-none">
        <CallDuration status={call.status} startedAt={call.startedAt} durationMs={call.durationMs} />
      </td>
      <td className="figures hidden justify-self-end @[56rem]:block">
        {call.costCents ? dollars(call.costCents) : <span className="text-ink-faint">–</span>}
      </td>
      <td className="order-5 min-w-0 @[56rem]:order-none">
        <CallOutcome call={call} />
      </td>
      <td className="order-7 col-span-2 min-w-0 @[56rem]:hidden @[68rem]:order-none @[68rem]:col-span-1 @[68rem]:block">
        <VariablesInline variables={call.variables} />
      </td>
    </tr>
  );
});

/** Whom the call was with: who was called when we dialled, who called when they did. */
function OtherParty({ call }: { call: CallListItem }) {
  const inbound = call.direction === "inbound";
  const number = inbound ? call.fromNumber : call.toNumber;
  const own = inbound ? call.toNumber : call.fromNumber;
  const Direction = inbound ? PhoneIncoming : PhoneOutgoing;
  return (
    <Link
      href={`/dashboard/calls/${call.id}`}
      prefetch={false}
      title={own ? `${inbound ? "To" : "From"} ${phoneWords(own)}` : undefined}
      className="flex items-center gap-2 font-medium outline-none after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
    >
      <Direction
        role="img"
        aria-label={inbound ? "Inbound, from" : "Outbound, to"}
        className="size-3.5 shrink-0 text-ink-faint"
      />
      <span className="truncate">{number ? phoneWords(number) : otherPartyWords(call)}</span>
    </Link>
  );
}

function otherPartyWords(call: CallListItem): string {
  return call.callType === "web_call" ? "Web call" : "Unknown number";
}
