"use client";

import { LoaderCircle, Radio, WifiOff } from "lucide-react";
import { useLiveState } from "./use-live-calls.ts";

const words = {
  connecting: {
    text: "Connecting…",
    about: "Opening the live connection.",
    Icon: LoaderCircle,
    ink: "text-ink-faint",
  },
  live: { text: "Live", about: "Changes show by themselves.", Icon: Radio, ink: "text-completed" },
  lost: {
    text: "Reconnecting…",
    about: "What you see may be out of date.",
    Icon: WifiOff,
    ink: "text-failed",
  },
} as const;

export function LiveIndicator() {
  const { text, about, Icon, ink } = words[useLiveState()];
  return (
    <p
      role="status"
      title={about}
      className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-muted"
    >
      <Icon aria-hidden="true" className={`size-3.5 ${ink}`} />
      {text}
    </p>
  );
}
