"use client";

import { CloudOff, WifiOff } from "lucide-react";
import { useEffect } from "react";
import { TimeOfDay } from "#ui/moment.tsx";
import { currentReach } from "./reach.ts";
import { tellOfNoPages, useReach } from "./use-reach.ts";

const words = {
  offline: { Icon: WifiOff, title: "You are offline" },
  unreachable: { Icon: CloudOff, title: "Switchboard cannot be reached" },
} as const;

/** Floats over the page, so that nothing moves when the connection goes or comes back. */
export function ReachBanner() {
  const { state, since } = useReach();
  useEffect(() => {
    window.addEventListener("click", stay, { capture: true });
    return () => window.removeEventListener("click", stay, { capture: true });
  }, []);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-18 z-40 flex justify-center md:bottom-4 md:left-sidebar"
    >
      {state !== "reached" && <Banner {...words[state]} since={since} />}
    </div>
  );
}

function Banner({ Icon, title, since }: (typeof words)[keyof typeof words] & { since: number }) {
  return (
    <div className="pointer-events-auto flex max-w-form gap-2.5 rounded-md border border-line bg-raised px-3.5 py-2.5 shadow-popup">
      <Icon aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-failed" />
      <div className="text-sm">
        <p className="font-medium">{title}</p>
        <p className="text-ink-muted">
          What you see was read before <TimeOfDay at={new Date(since).toISOString()} /> and can be read on.
          Nothing can be sent or opened until the connection is back; what you type stays.
        </p>
      </div>
    </div>
  );
}

/** A link followed into nothing would replace the page, and what was typed there, by the browser's own complaint. */
function stay(event: MouseEvent): void {
  if (currentReach().state === "reached" || !(event.target instanceof Element)) return;
  const link = event.target.closest<HTMLAnchorElement>("a[href]");
  if (!link || link.target === "_blank" || link.origin !== window.location.origin) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.hash !== "" && link.pathname === window.location.pathname) return;
  event.preventDefault();
  tellOfNoPages();
}
