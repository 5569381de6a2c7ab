"use client";

import { FastForward, Gauge, Pause, Play, RotateCcw, RotateCw, Volume2, VolumeX } from "lucide-react";
import { useContext } from "react";
import { useCommand } from "../../../../_commands/use-commands.ts";
import { PlaybackContext, usePlayback } from "./playback.ts";

export const SKIP_SECONDS = 5;

const group = "Recording";

/** What can be done with the recording by key, wherever on the page the keyboard is. */
export function usePlayerKeys(): void {
  const playback = useContext(PlaybackContext);
  const playing = usePlayback((at) => at.playing);
  const skipping = usePlayback((at) => at.skipping);
  const muted = usePlayback((at) => at.muted);
  useCommand({
    id: "recording toggle",
    name: playing ? "Pause" : "Play",
    group,
    Icon: playing ? Pause : Play,
    keys: "Space",
    run: () => playback.toggle(),
  });
  useCommand({
    id: "recording back",
    name: `Back ${SKIP_SECONDS} s`,
    group,
    Icon: RotateCcw,
    keys: "ArrowLeft",
    isOnlyForKeys: true,
    run: () => playback.seek(playback.position - SKIP_SECONDS),
  });
  useCommand({
    id: "recording forward",
    name: `Forward ${SKIP_SECONDS} s`,
    group,
    Icon: RotateCw,
    keys: "ArrowRight",
    isOnlyForKeys: true,
    run: () => playback.seek(playback.position + SKIP_SECONDS),
  });
  useCommand({
    id: "recording slower",
    name: "Slower",
    group,
    Icon: Gauge,
    keys: ",",
    run: () => playback.changeSpeed(-1),
  });
  useCommand({
    id: "recording faster",
    name: "Faster",
    group,
    Icon: Gauge,
    keys: ".",
    run: () => playback.changeSpeed(1),
  });
  useCommand({
    id: "recording skip silence",
    name: skipping ? "Play silence too" : "Skip silence",
    group,
    Icon: FastForward,
    keys: "s",
    run: () => playback.toggleSkipping(),
  });
  useCommand({
    id: "recording sound",
    name: muted ? "Sound on" : "Sound off",
    group,
    Icon: muted ? Volume2 : VolumeX,
    keys: "m",
    run: () => playback.toggleMuted(),
  });
}
