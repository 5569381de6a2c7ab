"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button.tsx";

const CONFIRMED_MS = 1600;

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  // Browsers offer the clipboard on https and localhost only.
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
  }

  return (
    <>
      <IconButton label={label} onClick={copy} className="size-7">
        {outcome === "copied" ? <Check className="size-3.5 text-completed" /> : <Copy className="size-3.5" />}
      </IconButton>
      <span role="status" className={outcome === "refused" ? "text-xs text-failed" : "sr-only"}>
        {outcome === "copied" && "Copied"}
        {outcome === "refused" && "The browser refused: select the text and copy it."}
      </span>
    </>
  );
}
