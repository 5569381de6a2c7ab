"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { toast } from "#ui/toast.tsx";
import { refreshCalls } from "../../_api/calls.ts";

/** Reads Retell's list now, for when webhooks do not reach us. New calls come into the list as ever. */
export function RefreshCallsButton() {
  const [busy, setBusy] = useState(false);

  async function refresh() {
    setBusy(true);
    try {
      toast({ title: (await refreshCalls()).message });
    } catch (error) {
      toast({
        tone: "failed",
        title: error instanceof Error ? error.message : "Retell could not be asked.",
      });
    }
    setBusy(false);
  }

  return (
    <Button onClick={refresh} disabled={busy}>
      <RefreshCw aria-hidden="true" className={classNames("size-4", busy && "animate-spin")} />
      {busy ? "Refreshing…" : "Refresh"}
    </Button>
  );
}
