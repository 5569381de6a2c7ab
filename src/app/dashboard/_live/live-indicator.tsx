"use client";

import { CloudOff, LoaderCircle, Radio, WifiOff } from "lucide-react";
import { HelpLink } from "#ui/help-link.tsx";
import { TimeOfDay } from "#ui/moment.tsx";
import { useLiveSince, useLiveState } from "./use-live-calls.ts";

const words = {
  connecting: {
    text: "Connecting…",
    about: "Opening the live connection.",
    Icon: LoaderCircle,
    ink: "text-ink-faint",
  },
  live: { text: "Live", about: "Changes show by themselves.", Icon: Radio, ink: "text-completed" },
  lost: {
    text: "Reconnecting",
    about: "What you see may be out of date. All of it is read again once the connection is back.",
    Icon: WifiOff,
    ink: "text-failed",
  },
  offline: {
    text: "Offline",
    about: "This device has no network. What you see is read again once it has.",
    Icon: CloudOff,
    ink: "text-failed",
  },
} as const;

/** Whether what the pages show is of this moment, and since when it is not. */
export function LiveIndicator() {
  const state = useLiveState();
  const { text, about, Icon, ink } = words[state];
  const isStale = state === "lost" || state === "offline";
  return (
    <p
      // What floats over the page says aloud that the device is offline; once is enough.
      role={state === "offline" ? undefined : "status"}
      title={about}
      className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-muted"
    >
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${ink}`} />
      <span>
        {state === "lost" ? <HelpLink section="call-status-not-updating">{text}</HelpLink> : text}
        {isStale && <Since />}
      </span>
    </p>
  );
}

function Since() {
  const since = useLiveSince();
  return (
    <span className="max-md:sr-only">
      {" since "}
      <TimeOfDay at={since} />
    </span>
  );
}
