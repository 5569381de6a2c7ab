"use client";

import { useContext, useEffect, useMemo, useState } from "react";
import type { Call } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { isOver } from "#ui/call-status.tsx";
import type { TimelineEvent } from "../timeline/timeline.ts";
import { PlaybackContext, usePlayback } from "./playback.ts";
import { PlayerControls } from "./player-controls.tsx";
import { usePlayerKeys } from "./use-player-keys.ts";
import { useWaveform } from "./use-waveform.ts";
import { laneNames, silencesBetweenWords, silencesIn } from "./waveform-reading.ts";
import { WaveformSlider } from "./waveform-slider.tsx";

const MS = 1000;
/** As high before the recording comes as afterwards, so that nothing moves when it does. */
const frame = "@container flex min-h-34 flex-col gap-2 rounded-lg border border-line px-3 pt-3 pb-2";

/** The recording of a call, or its place for as long as one may still come. `marks` are events to be shown on it. */
export function Player({ call, marks = [] }: { call: Call; marks?: readonly TimelineEvent[] }) {
  if (call.hasRecording) return <Recording call={call} marks={marks} />;
  if (call.status !== "in_progress" && !(isOver(call.status) && call.durationMs && call.analysis === null))
    return null;
  return (
    <section aria-label="Recording" className={`${frame} items-center justify-center border-dashed`}>
      <p className="text-center text-sm text-ink-muted">
        The recording can be heard when the call has ended, if its agent keeps one.
      </p>
    </section>
  );
}

function Recording({ call, marks }: { call: Call; marks: readonly TimelineEvent[] }) {
  const playback = useContext(PlaybackContext);
  const address = `/api/calls/${call.id}/recording`;
  const failed = usePlayback((at) => at.failed);
  const [tries, setTries] = useState(0);
  const { waveform, isWhole, trouble } = useWaveform(
    call.hasMultiChannelRecording ? `${address}?channels=2` : address,
    tries,
  );
  const length = usePlayback((at) => at.length) ?? (call.durationMs ?? 0) / MS;
  const lanes = useMemo(() => (waveform ? laneNames(waveform, call.transcript) : []), [waveform, call]);
  usePlayerKeys();

  function tryAgain() {
    playback.reload();
    setTries(tries + 1);
  }

  useEffect(() => {
    const isHeard = waveform !== null && isWhole;
    playback.setSilences(isHeard ? silencesIn(waveform) : silencesBetweenWords(call.transcript, length));
  }, [playback, waveform, isWhole, call.transcript, length]);

  return (
    <section aria-label="Recording" className={`${frame} sticky top-2 z-10 bg-raised shadow-raised`}>
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript below is the recording's text, word by word. */}
      <audio ref={playback.attach} src={address} preload="metadata" />
      <WaveformSlider
        waveform={waveform}
        lanes={lanes}
        length={length}
        marks={marks}
        isStereo={call.hasMultiChannelRecording}
      />
      <PlayerControls address={address} length={length} />
      {trouble === "too_long" && (
        <p className="text-xs text-ink-faint">
          Too large for its waveform to be read here: more than 128 MB, or 16 MB compressed. It plays as any
          other.
        </p>
      )}
      {failed && (
        <p role="alert" className="flex w-full items-center justify-between gap-3 text-sm text-failed">
          The recording could not be loaded.
          <Button onClick={tryAgain}>Try again</Button>
        </p>
      )}
    </section>
  );
}
