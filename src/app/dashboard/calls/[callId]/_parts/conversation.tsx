"use client";

import { useState } from "react";
import type { Call } from "#domain/calls";
import { Playback, PlaybackContext } from "./player/playback.ts";
import { Player } from "./player/player.tsx";
import { Transcript } from "./timeline/transcript.tsx";
import { useTimeline } from "./timeline/use-timeline.ts";

/** The recording and what was said, word by word: they follow each other. */
export function Conversation({ call }: { call: Call }) {
  const [playback] = useState(() => new Playback());
  const { items, marks } = useTimeline(call);
  return (
    <PlaybackContext value={playback}>
      <div className="flex min-w-0 flex-col gap-5">
        <Player call={call} marks={marks} />
        <Transcript call={call} items={items} />
      </div>
    </PlaybackContext>
  );
}
