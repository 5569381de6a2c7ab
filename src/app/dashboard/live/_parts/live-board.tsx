"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import type { LiveCall } from "#domain/calls";
import { CallStrip } from "./call-strip.tsx";
import { EndAll } from "./end-all.tsx";
import { BehindThese, NobodyOnTheLine, NoStripMatches, WordsComeLater } from "./live-notes.tsx";
import { isEnding, isWaiting, type Strip } from "./live-strips.ts";
import { matchesStrip } from "./strip-filter.ts";
import { StripFilters } from "./strip-filters.tsx";
import { useEndCall } from "./use-end-call.ts";
import { useLiveStrips } from "./use-live-strips.ts";
import { stripAt, useStripKeys } from "./use-strip-keys.ts";

const filterParams = {
  agent: parseAsString.withDefault(""),
  find: parseAsString.withDefault(""),
};

/** The calls of this moment as strips, and what can be done with them. */
export function LiveBoard({ first }: { first: LiveCall[] }) {
  const [{ agent, find }, setFilter] = useQueryStates(filterParams, { history: "replace" });
  const list = useRef<HTMLUListElement>(null);
  const pointed = useRef<string | null>(null);
  const [armed, arm] = useState<string | null>(null);
  const isShown = ({ call }: Strip) => matchesStrip(call, { agent, text: find });
  const strips = useLiveStrips(first, (all) =>
    heldIn(all.filter(isShown), [pointed.current, armed], stripAt(document.querySelector(":focus-visible"))),
  );
  const { end, endingIds, said } = useEndCall(arm);
  const shown = strips.filter(isShown);
  const endable = shown.filter(({ call, overSince }) => overSince === null && !isEnding(call));

  useStripKeys(list, (id) => {
    const strip = endable.find(({ call }) => call.id === id);
    if (!strip) return;
    if (armed === id) void end(strip.call);
    else arm(id);
  });

  return (
    <div className="@container flex flex-col gap-3">
      <p role="status" className="sr-only">
        {said}
      </p>
      {(strips.length > 0 || agent !== "" || find !== "") && (
        <StripFilters
          calls={strips.map(({ call }) => call)}
          agent={agent}
          find={find}
          onFilter={(change) => void setFilter(change)}
        >
          <EndAll
            calls={endable.map(({ call }) => call)}
            isFiltered={agent !== "" || find !== ""}
            strips={strips}
          />
        </StripFilters>
      )}
      {strips.length === 0 && <NobodyOnTheLine />}
      {strips.length > 0 && shown.length === 0 && (
        <NoStripMatches onClear={() => void setFilter({ agent: null, find: null })} />
      )}
      {shown.length > 0 && (
        <ul
          ref={list}
          aria-label="Calls under way"
          onPointerOver={({ target }) => {
            pointed.current = stripAt(target);
          }}
          onPointerLeave={() => {
            pointed.current = null;
          }}
          className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised"
        >
          {shown.map(({ call, overSince, arrived }) => (
            <CallStrip
              key={call.id}
              call={call}
              isOver={overSince !== null}
              arrived={arrived}
              isArmed={armed === call.id}
              isEnding={endingIds.has(call.id) || isEnding(call)}
              onArm={arm}
              onEnd={end}
            />
          ))}
        </ul>
      )}
      <BehindThese shown={strips.filter(({ call }) => isWaiting(call)).length} />
      <WordsComeLater calls={shown.map(({ call }) => call)} />
    </div>
  );
}

/**
 * Which strips must stay for now: everything down to the one that is pointed at or about to be ended, because all of
 * it would move; and the one that has the keyboard, which would be lost with it.
 */
function heldIn(shown: Strip[], still: (string | null)[], focused: string | null): ReadonlySet<string> {
  const lowest = shown.findLastIndex(({ call }) => still.includes(call.id));
  const held = new Set(shown.slice(0, lowest + 1).map(({ call }) => call.id));
  if (focused !== null) held.add(focused);
  return held;
}
