import { PhoneIncoming, PhoneOutgoing } from "lucide-react";
import type { ReactNode } from "react";
import type { CallListItem } from "#domain/calls";
import { CallStatusBadge } from "#ui/call-status.tsx";
import { CallDuration } from "#ui/duration.tsx";
import { Ago } from "#ui/moment.tsx";
import { dollars } from "#ui/money.ts";
import { CallLink } from "../_parts/call-link.tsx";
import { CallOutcome } from "../_parts/call-outcome.tsx";
import { VariablesInline } from "../_parts/variables-inline.tsx";
import { ANALYSIS, VARIABLE } from "./column-names.ts";

const cells: Record<string, (call: CallListItem, isTabStop: boolean) => ReactNode> = {
  status: (call) => <CallStatusBadge status={call.status} />,
  number: (call, isTabStop) => <CallLink call={call} isTabStop={isTabStop} />,
  ours: (call) => {
    const own = call.direction === "inbound" ? call.toNumberWords : call.fromNumberWords;
    return own && <Text text={own} />;
  },
  direction: (call) => <Direction direction={call.direction} />,
  agent: (call) => <AgentName call={call} />,
  started: (call) => <Ago at={call.startedAt ?? call.placedAt} className="text-ink-muted" />,
  duration: (call) => (
    <CallDuration status={call.status} startedAt={call.startedAt} durationMs={call.durationMs} />
  ),
  cost: (call) => (call.costCents ? dollars(call.costCents) : <Nothing />),
  outcome: (call) => <CallOutcome call={call} />,
  sentiment: (call) => call.userSentiment && <Text text={call.userSentiment} />,
  variables: (call) => <VariablesInline variables={call.variables} />,
  summary: (call) => <Value value={call.fields?.summary} />,
  latency: (call) =>
    typeof call.fields?.latency === "number" ? `${Math.round(call.fields.latency)} ms` : <Nothing />,
  by: (call) => call.requestedBy && <Text text={call.requestedBy.name} about={call.requestedBy.email} />,
  reason: (call) => call.disconnectionReason && <Text text={call.disconnectionReason} />,
  id: (call) => call.retellCallId && <Text text={call.retellCallId} />,
};

/** What a call shows in the column of this name. */
export function cellOf(name: string, call: CallListItem, isTabStop: boolean): ReactNode {
  if (name.startsWith(VARIABLE)) {
    const variable = name.slice(VARIABLE.length);
    return Object.hasOwn(call.variables, variable) ? <Value value={call.variables[variable]} /> : null;
  }
  return name.startsWith(ANALYSIS) ? <Value value={call.fields?.[name]} /> : cells[name]?.(call, isTabStop);
}

export function AgentName({ call: { agentId, agentName } }: { call: CallListItem }) {
  return <Text text={agentName ?? agentId ?? "No agent"} about={agentId ?? undefined} />;
}

/** One line, cut where the room ends and whole on hover. */
function Text({ text, about = text }: { text: string; about?: string | undefined }) {
  return (
    <span title={about} dir="auto" className="block w-fit max-w-full truncate">
      {text}
    </span>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return <Text text={value} />;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return <Text text={JSON.stringify(value)} />;
}

function Direction({ direction }: { direction: string | null }) {
  if (direction === null) return null;
  const Icon = direction === "inbound" ? PhoneIncoming : PhoneOutgoing;
  return (
    <span className="flex items-center gap-1.5 text-ink-muted">
      <Icon aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
      {direction === "inbound" ? "Inbound" : "Outbound"}
    </span>
  );
}

function Nothing() {
  return <span className="text-ink-faint">–</span>;
}
