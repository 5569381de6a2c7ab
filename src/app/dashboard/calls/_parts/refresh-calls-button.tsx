"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { refreshCalls } from "../../_api/calls.ts";

/** Reads Retell's list now, for when webhooks do not reach us. New calls come into the list as ever. */
export function RefreshCallsButton() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; failed: boolean } | null>(null);

  async function refresh() {
    setBusy(true);
    setSaid(null);
    try {
      setSaid({ text: (await refreshCalls()).message, failed: false });
    } catch (error) {
      setSaid({ text: error instanceof Error ? error.message : "Retell could not be asked.", failed: true });
    }
    setBusy(false);
  }

  return (
    <>
      <p role="status" className={classNames("text-sm", said?.failed ? "text-failed" : "text-ink-muted")}>
        {said?.text}
      </p>
      <Button onClick={refresh} disabled={busy}>
        <RefreshCw aria-hidden="true" className={classNames("size-4", busy && "animate-spin")} />
        {busy ? "Refreshing…" : "Refresh"}
      </Button>
    </>
  );
}
