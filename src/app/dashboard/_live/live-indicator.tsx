"use client";

import { LoaderCircle, Radio, WifiOff } from "lucide-react";
import { HelpLink } from "#ui/help-link.tsx";
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
  const state = useLiveState();
  const { text, about, Icon, ink } = words[state];
  return (
    <p
      role="status"
      title={about}
      className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-muted"
    >
      <Icon aria-hidden="true" className={`size-3.5 ${ink}`} />
      {state === "lost" ? <HelpLink section="call-status-not-updating">{text}</HelpLink> : text}
    </p>
  );
}
