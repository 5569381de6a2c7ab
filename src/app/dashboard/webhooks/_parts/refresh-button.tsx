"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { useLiveCalls } from "../../_live/use-live-calls.ts";

/** Reads the page again when asked, and whenever a call has changed, which a delivery may have done. */
export function RefreshButton() {
  const router = useRouter();
  const [reading, startReading] = useTransition();
  useLiveCalls(async () => router.refresh());
  return (
    <Button onClick={() => startReading(() => router.refresh())} disabled={reading}>
      <RefreshCw aria-hidden="true" className={classNames("size-4", reading && "animate-spin")} />
      Refresh
    </Button>
  );
}
