import { PhoneIncoming, PhoneOutgoing } from "lucide-react";
import type { CallListItem } from "#domain/calls";

/** Whom the call was with: who was called when we dialled, who called when they did. */
export function CallLink({ call, isTabStop }: { call: CallListItem; isTabStop: boolean }) {
  const inbound = call.direction === "inbound";
  const own = inbound ? call.toNumberWords : call.fromNumberWords;
  const Direction = inbound ? PhoneIncoming : PhoneOutgoing;
  return (
    // A plain link, one for each of very many rows: what a press does, the list decides for all of them.
    <a
      href={`/dashboard/calls/${call.id}`}
      tabIndex={isTabStop ? 0 : -1}
      title={own ? `${inbound ? "To" : "From"} ${own}` : undefined}
      // The whole row shows where the keyboard is, drawn by its link: to ask each row what is in it takes time with each that
      // comes or goes.
      className="flex min-w-0 items-center gap-2 font-medium outline-none focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
    >
      <Direction
        role="img"
        aria-label={inbound ? "Inbound, from" : "Outbound, to"}
        className="size-3.5 shrink-0 text-ink-faint"
      />
      <span className="truncate">{partyWords(call)}</span>
    </a>
  );
}

function partyWords(call: CallListItem): string {
  const number = call.direction === "inbound" ? call.fromNumberWords : call.toNumberWords;
  if (number) return number;
  return call.callType === "web_call" ? "Web call" : "Unknown number";
}
