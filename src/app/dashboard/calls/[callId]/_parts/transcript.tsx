"use client";

import { MessagesSquare } from "lucide-react";
import { useContext, useEffect, useRef } from "react";
import type { Call } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";
import { Panel } from "#ui/facts.tsx";
import { PlaybackContext } from "./playback.ts";
import { isSpeech, SpokenEntry } from "./spoken-entry.tsx";
import type { TranscriptEntry } from "./transcript-entry.ts";
import { TranscriptEvent } from "./transcript-event.tsx";

export function Transcript({ call }: { call: Call }) {
  return (
    <Panel title="Transcript">
      {call.transcript.length > 0 ? (
        <Conversation entries={call.transcript} />
      ) : call.transcriptText ? (
        <p dir="auto" className="leading-relaxed whitespace-pre-wrap">
          {call.transcriptText}
        </p>
      ) : (
        <NothingSaid call={call} />
      )}
    </Panel>
  );
}

function Conversation({ entries }: { entries: TranscriptEntry[] }) {
  const list = useRef<HTMLOListElement>(null);
  const playback = useContext(PlaybackContext);

  // One listener for thousands of words. By keyboard, each line's time is the button that plays it.
  useEffect(() => {
    const words = list.current;
    if (!words) return;
    function jump(event: MouseEvent) {
      const word = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-start]") : null;
      const selecting = window.getSelection()?.isCollapsed === false;
      if (word?.dataset.start && playback.ready && !selecting) playback.playFrom(Number(word.dataset.start));
    }
    words.addEventListener("click", jump);
    return () => words.removeEventListener("click", jump);
  }, [playback]);

  return (
    <ol ref={list} className="flex flex-col gap-3 py-1">
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name but their place, and only grow at the end.
        <li key={index}>
          {isSpeech(entry) ? <SpokenEntry entry={entry} /> : <TranscriptEvent entry={entry} />}
        </li>
      ))}
    </ol>
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
