"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { numberFormat } from "#ui/formats.ts";
import { Later } from "#ui/later.ts";
import { Pale } from "#ui/pale.tsx";
import { Popover } from "#ui/popover.tsx";
import { useLater } from "#ui/use-later.ts";
import { useCommand } from "../../_commands/use-commands.ts";
import type { ExportedList } from "./export-address.ts";
import { type ExportState, shareOf, useExportState } from "./export-state.ts";

const panel = new Later(() => import("./export-panel.tsx"));

/** Takes along what the list shows. While an export runs it says how far it is, whatever list is shown by then. */
export function ExportButton({ list }: { list: ExportedList }) {
  const [isOpen, setOpen] = useState(false);
  const code = useLater(panel, { isWanted: isOpen, onFailed: () => setOpen(false) });
  const state = useExportState();
  useCommand({
    id: "export-calls",
    name: "Export these calls",
    group: "Calls",
    Icon: Download,
    words: "csv json download save spreadsheet excel",
    run: () => setOpen(true),
  });
  return (
    <Popover
      label="Export these calls"
      isOpen={isOpen}
      onOpen={setOpen}
      align="end"
      className="max-h-(--available-height) w-80 overflow-y-auto"
      trigger={
        <Button>
          <Download aria-hidden="true" className="size-3.5" />
          <span className="figures">{wordsFor(state)}</span>
        </Button>
      }
    >
      {code ? <code.ExportPanel list={list} onDone={() => setOpen(false)} /> : <Pale className="m-4 h-80" />}
    </Popover>
  );
}

function wordsFor(state: ExportState): string {
  if (state.kind !== "running") return "Export";
  const share = shareOf(state);
  return `Exporting ${share === null ? numberFormat({}).format(state.rows) : `${Math.floor(share * 100)} %`}`;
}
