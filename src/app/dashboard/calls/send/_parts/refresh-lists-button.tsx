"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { refreshWorkspace } from "../../../_api/workspace.ts";

/** Reads the workspace's agents and numbers from Retell now; what is typed in the form stays. */
export function RefreshListsButton() {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; failed: boolean } | null>(null);

  async function refresh() {
    setBusy(true);
    setSaid(null);
    try {
      const { agents, numbers } = await refreshWorkspace();
      setSaid({
        text: `Retell lists ${counted(agents.length, "agent")} and ${counted(numbers.length, "number")}.`,
        failed: false,
      });
    } catch (error) {
      setSaid({ text: error instanceof Error ? error.message : "Retell could not be asked.", failed: true });
    }
    setBusy(false);
    router.refresh();
  }

  return (
    <>
      <p
        role="status"
        className={classNames("text-sm empty:contents", said?.failed ? "text-failed" : "text-ink-muted")}
      >
        {said?.text}
      </p>
      <Button onClick={refresh} disabled={busy}>
        <RefreshCw aria-hidden="true" className={classNames("size-4", busy && "animate-spin")} />
        {busy ? "Refreshing…" : "Refresh lists"}
      </Button>
    </>
  );
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
