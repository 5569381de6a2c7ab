"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import type { SentCall } from "#domain/calls";
import { phoneWords } from "#telephone";
import { Ago } from "#ui/moment.tsx";
import { calleeWords } from "./recent-calls.ts";

/** Somebody called lately, as a suggestion: who, by which agent, when. */
export function RecentCallee({ call, onChoose }: { call: SentCall; onChoose: () => void }) {
  const details = [call.name && phoneWords(call.phoneNumber), call.agentName].filter(Boolean);
  return (
    <Autocomplete.Item
      value={call}
      onClick={onChoose}
      className="grid grid-cols-[1fr_auto] items-baseline gap-3 rounded-sm px-2 py-1.5 text-base outline-none select-none data-highlighted:bg-accent-soft any-pointer-coarse:py-2.5"
    >
      <span className="min-w-0">
        <span className="block truncate">
          <bdi>{calleeWords(call)}</bdi>
        </span>
        {details.length > 0 && (
          <span className="block truncate text-xs text-ink-muted">{details.join(" · ")}</span>
        )}
      </span>
      <Ago at={call.placedAt} className="text-xs whitespace-nowrap text-ink-faint" />
    </Autocomplete.Item>
  );
}
