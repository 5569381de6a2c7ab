"use client";

import { Fragment } from "react";
import type { SentCall } from "#domain/calls";
import { Panel } from "#ui/facts.tsx";
import { Ago } from "#ui/moment.tsx";
import { calleeWords, recentSets } from "./recent-calls.ts";

/** Agents and variables that were sent lately; choosing some fills the form and leaves its number. */
export function UseAgain({ sent, onChoose }: { sent: SentCall[]; onChoose: (call: SentCall) => void }) {
  const sets = recentSets(sent);
  if (sets.length === 0) return null;
  return (
    <Panel title="Use variables again">
      <ul className="-mx-2 flex flex-col">
        {sets.map((call) => (
          <li key={call.callId}>
            <button
              type="button"
              onClick={() => onChoose(call)}
              className="flex w-full flex-col gap-0.5 rounded-md px-2 py-1.5 text-left transition-colors hover:bg-hover any-pointer-coarse:py-2.5"
            >
              <span className="flex w-full items-baseline justify-between gap-3">
                <span className="truncate text-sm font-medium">
                  {call.agentName ?? call.agentId ?? "No agent"}
                </span>
                <Ago at={call.placedAt} className="shrink-0 text-xs text-ink-faint" />
              </span>
              <span className="line-clamp-2 text-xs text-ink-muted wrap-anywhere">
                {shownWords(call).map((words, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two variables may have the same value.
                  <Fragment key={place}>
                    {place > 0 && " · "}
                    <bdi>{words}</bdi>
                  </Fragment>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const VALUES_SHOWN_MAX = 4;

/** Whom it was for, and what else was said to be so. */
function shownWords(call: SentCall): string[] {
  const others = Object.values(call.variables).filter((value) => value !== call.name && value !== "");
  return [calleeWords(call), ...others.slice(0, VALUES_SHOWN_MAX)];
}
