"use client";

import { Search } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import type { LiveCall } from "#domain/calls";
import { type Choice, PickOne } from "#ui/pick-one.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { useCommand } from "../../_commands/use-commands.ts";

const everyAgent: Choice = { value: "", label: "Every agent" };

/** Which strips are shown, as the address has it; and at the end of the line what is done with all of them. */
export function StripFilters(props: {
  calls: LiveCall[];
  agent: string;
  find: string;
  onFilter: (change: { agent?: string | null; find?: string | null }) => void;
  children: ReactNode;
}) {
  const { agent, find, onFilter } = props;
  const field = useRef<HTMLInputElement>(null);
  const agentId = useId();
  useCommand({
    id: "strip find",
    name: "Find among the live calls",
    group: "Live",
    keys: "/",
    run: () => field.current?.focus(),
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <search className="flex min-w-0 grow flex-wrap items-center gap-2">
        <div className="relative w-full @[30rem]:w-72">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-ink-faint"
          />
          <TextInput
            ref={field}
            type="search"
            aria-label="Find by number or variable"
            placeholder="Number or variable"
            value={find}
            onChange={(event) => onFilter({ find: event.target.value || null })}
            onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
            className="pl-8.5"
          />
        </div>
        <div className="w-full @[30rem]:w-56">
          <label htmlFor={agentId} className="sr-only">
            Agent
          </label>
          <PickOne
            control={{ id: agentId, "aria-invalid": undefined, "aria-describedby": undefined }}
            name="agent"
            choices={[everyAgent, ...agentsOf(props.calls, agent)]}
            value={agent}
            onPick={(id) => onFilter({ agent: id || null })}
            placeholder="Every agent"
          />
        </div>
      </search>
      {props.children}
    </div>
  );
}

/** The agents that speak now, and the one that is asked for even if it does not. */
function agentsOf(calls: LiveCall[], asked: string): Choice[] {
  const names = new Map(asked === "" ? [] : [[asked, asked]]);
  for (const { agentId, agentName } of calls) if (agentId) names.set(agentId, agentName ?? agentId);
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
