"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { Later } from "./later.ts";
import { toast } from "./toast.tsx";

interface Wanted {
  isWanted: boolean;
  /** It could not be loaded, which the person at the screen has been told. */
  onFailed?: () => void;
}

/** The code of a part, null until it is there: asked for at once when it is wanted, and otherwise when the browser is idle. */
export function useLater<Code>(later: Later<Code>, { isWanted, onFailed }: Wanted): Code | null {
  const code = useSyncExternalStore(
    later.subscribe,
    () => later.code,
    () => null,
  );
  const fail = useEffectEvent(() => {
    toast({
      tone: "failed",
      title: "This part of the page could not be loaded",
      description: "Check your connection and try again. Should it go on, load the page anew.",
    });
    onFailed?.();
  });
  useEffect(() => {
    if (!isWanted) return later.loadWhenIdle();
    let isStillWanted = true;
    later.load().catch(() => isStillWanted && fail());
    return () => {
      isStillWanted = false;
    };
  }, [later, isWanted]);
  return code;
}
