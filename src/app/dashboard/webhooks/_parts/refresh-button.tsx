"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { useLiveCalls } from "../../_live/use-live-calls.ts";

/** The page counts a week's webhooks, and on a busy console calls change many times a second. */
const READ_EVERY_MS = 3_000;

/** Reads the page again when asked, and whenever a call has changed, which a delivery may have done. */
export function RefreshButton() {
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const next = useRef<{ timer: ReturnType<typeof setTimeout> | null; notBefore: number }>({
    timer: null,
    notBefore: 0,
  });
  useLiveCalls(async () => {
    const { current } = next;
    current.timer ??= setTimeout(
      () => {
        current.timer = null;
        current.notBefore = Date.now() + READ_EVERY_MS;
        router.refresh();
      },
      Math.max(0, current.notBefore - Date.now()),
    );
  });
  useEffect(() => {
    const { current } = next;
    return () => clearTimeout(current.timer ?? undefined);
  }, []);
  return (
    <Button onClick={() => startReading(() => router.refresh())} disabled={reading}>
      <RefreshCw aria-hidden="true" className={classNames("size-4", reading && "animate-spin")} />
      Refresh
    </Button>
  );
}
