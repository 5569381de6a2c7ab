"use client";

import { MessagesSquare } from "lucide-react";
import { memo, useContext, useEffect, useRef } from "react";
import type { Call } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";
import { Panel } from "#ui/facts.tsx";
import { PlaybackContext, usePlayback } from "../player/playback.ts";
import { EventEntry } from "./event-entry.tsx";
import { FollowPill } from "./follow-pill.tsx";
import { SpokenEntry } from "./spoken-entry.tsx";
import type { TimelineItem } from "./timeline.ts";
import { useFollowing } from "./use-following.ts";

/** What was said and what happened, in one order. `items` is the timeline of the call (`timelineOf`). */
export function Transcript({ call, items }: { call: Call; items: readonly TimelineItem[] }) {
  const isLive = !isOver(call.status);
  return (
    <Panel title="Transcript">
      {items.length > 0 && <Conversation items={items} isLive={isLive} />}
      {call.transcript.length === 0 &&
        (call.transcriptText ? (
          <p dir="auto" className="leading-relaxed whitespace-pre-wrap">
            {call.transcriptText}
          </p>
        ) : (
          <NothingSaid call={call} />
        ))}
    </Panel>
  );
}

const NOBODY = -1;

function Conversation({ items, isLive }: { items: readonly TimelineItem[]; isLive: boolean }) {
  const list = useRef<HTMLOListElement>(null);
  const playback = useContext(PlaybackContext);
  const spoken = usePlayback((at) => (at.ready ? itemAt(items, at.position) : NOBODY));
  const follow = useFollowing(list, { spoken, length: items.length, isLive });

  // One listener for thousands of words, whose elements may only be there since the pointer came. By keyboard, each
  // line's time is the button that plays it.
  useEffect(() => {
    const words = list.current;
    if (!words) return;
    function jump({ clientX, clientY }: MouseEvent) {
      const word = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("[data-start]");
      const selecting = window.getSelection()?.isCollapsed === false;
      if (word?.dataset.start && playback.ready && !selecting) playback.playFrom(Number(word.dataset.start));
    }
    words.addEventListener("click", jump);
    return () => words.removeEventListener("click", jump);
  }, [playback]);

  return (
    <div className="@container flex flex-col">
      <ol ref={list} className="flex flex-col gap-3 py-1">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name but their place, and only grow at the end.
          <Item key={index} item={item} isSpoken={index === spoken} />
        ))}
      </ol>
      <FollowPill follow={follow} />
    </div>
  );
}

/** Lines out of sight are not laid out until one comes near; scroll margins keep a followed one clear of the player. */
const Item = memo(function Item({ item, isSpoken }: { item: TimelineItem; isSpoken: boolean }) {
  return (
    <li className="scroll-mt-44 scroll-mb-24 [contain-intrinsic-size:auto_3rem] [content-visibility:auto]">
      {item.kind === "speech" ? (
        <SpokenEntry speech={item} isSpoken={isSpoken} />
      ) : (
        <EventEntry event={item} />
      )}
    </li>
  );
});

/** Whose words are being spoken; of two who speak at the same time, who began last. */
function itemAt(items: readonly TimelineItem[], position: number): number {
  if (position === 0) return NOBODY;
  return items.findLastIndex(
    (item) =>
      item.kind === "speech" &&
      item.at !== null &&
      item.until !== null &&
      item.at <= position &&
      position <= item.until,
  );
}

function NothingSaid({ call }: { call: Call }) {
  const words = isOver(call.status)
    ? call.durationMs
      ? "There is no transcript of this call. Retell writes one when the call was spoken and its agent keeps transcripts."
      : "Nobody spoke, so there is nothing to read."
    : "The transcript comes as Retell sends it, at the latest when the call has ended.";
  return (
    <p className="flex items-center gap-2 py-6 text-ink-muted">
      <MessagesSquare aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
      {words}
    </p>
  );
}
