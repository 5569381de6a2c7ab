"use client";

import { Search } from "lucide-react";
import { IconButton } from "#ui/button.tsx";
import { Keys } from "#ui/keys.tsx";
import { runCommand } from "../_commands/commands.ts";
import { PALETTE, PALETTE_KEYS } from "./palette-command.ts";

export function PaletteButton() {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => runCommand(PALETTE)}
      className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface pr-1.5 pl-2 text-sm text-ink-muted shadow-raised transition-colors hover:bg-hover hover:text-ink"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 truncate text-left">Search or do…</span>
      <Keys keys={PALETTE_KEYS} />
    </button>
  );
}

export function PaletteIconButton() {
  return (
    <IconButton label="Search or do…" aria-haspopup="dialog" onClick={() => runCommand(PALETTE)}>
      <Search aria-hidden="true" className="size-5" />
    </IconButton>
  );
}
