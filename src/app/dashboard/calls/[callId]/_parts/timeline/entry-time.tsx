"use client";

import { useContext } from "react";
import { clockWords } from "#ui/duration.tsx";
import { PlaybackContext, usePlayback } from "../player/playback.ts";

const MS = 1000;

/** When it was, as a button that plays from there once there is something to play. */
export function EntryTime({ at, isExact }: { at: number | null; isExact: boolean }) {
  const playback = useContext(PlaybackContext);
  const ready = usePlayback((is) => is.ready);
  if (at === null) return null;
  const time = clockWords(at * MS);
  const words = isExact ? time : `~${time}`;
  const about = isExact
    ? undefined
    : "Retell gives no time for this; it came after what was said until then.";
  if (!ready)
    return (
      <span title={about} className="figures shrink-0 text-xs text-ink-faint">
        {words}
      </span>
    );
  return (
    <button
      type="button"
      aria-label={`Play from ${time}`}
      title={about}
      onClick={() => playback.playFrom(at)}
      className="figures shrink-0 rounded-sm px-1 text-xs text-ink-faint hover:text-accent any-pointer-coarse:py-2"
    >
      {words}
    </button>
  );
}
