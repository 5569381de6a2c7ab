"use client";

import { Columns3 } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Later } from "#ui/later.ts";
import { Pale } from "#ui/pale.tsx";
import { Popover } from "#ui/popover.tsx";
import { useLater } from "#ui/use-later.ts";
import type { ChosenColumn } from "./chosen-columns.ts";

const picker = new Later(() => import("./column-picker.tsx"));

export function ColumnsButton(props: {
  columns: readonly ChosenColumn[];
  onColumns: (columns: readonly ChosenColumn[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const code = useLater(picker, { isWanted: isOpen, onFailed: () => setOpen(false) });
  return (
    <Popover
      label="Columns"
      isOpen={isOpen}
      onOpen={setOpen}
      align="end"
      className="w-72"
      trigger={
        <Button>
          <Columns3 aria-hidden="true" className="size-3.5" />
          Columns
        </Button>
      }
    >
      {code ? <code.ColumnPicker {...props} /> : <Pale className="m-3 h-80" />}
    </Popover>
  );
}
