"use client";

import { type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { ExportFormat } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import type { CallCount } from "../../_api/calls.ts";
import { type ExportedList, exportAddress } from "./export-address.ts";
import { ExportChoice } from "./export-choice.tsx";
import { ExportProgress } from "./export-progress.tsx";
import { useExportState, watchExport } from "./export-state.ts";
import { callsWords, runExport } from "./run-export.ts";
import { useCallCount } from "./use-call-count.ts";

const formats: [format: ExportFormat, title: string, hint: string][] = [
  ["csv", "CSV", "For spreadsheets"],
  ["json", "JSON", "One list of objects"],
  ["ndjson", "JSON lines", "One call a line, for programs"],
];

const RAW_HINT =
  "Otherwise a text that a spreadsheet would run as a formula gets an apostrophe before it, since callers can say anything. For programs only.";

export function ExportPanel({ list, onDone }: { list: ExportedList; onDone: () => void }) {
  const room = useRef<HTMLDivElement>(null);
  const state = useExportState();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [isAll, setAll] = useState(false);
  const [isRaw, setRaw] = useState(false);
  const counted = useCallCount(list.filters);

  useEffect(watchExport, []);
  useFollowingFocus(room, state.kind === "running");

  function start(event: FormEvent) {
    event.preventDefault();
    const address = exportAddress(list, { format, isAll, isRaw: isRaw && format === "csv" });
    void runExport(address, format, counted === "unknown" ? null : counted).then((isSaved) => {
      if (isSaved) onDone();
    });
  }

  const form = (
    <form onSubmit={start} className="flex flex-col gap-4 px-4 pt-4">
      {state.kind === "failed" && (
        <Notice tone="failure" role="alert" title="The export failed">
          {state.words}
        </Notice>
      )}
      <fieldset>
        <legend className="mb-1 text-xs text-ink-muted">Format</legend>
        {formats.map(([one, title, hint]) => (
          <ExportChoice
            key={one}
            name="format"
            isOn={format === one}
            onChoose={() => setFormat(one)}
            title={title}
            hint={hint}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend className="mb-1 text-xs text-ink-muted">Of each call</legend>
        <ExportChoice
          name="fields"
          isOn={!isAll}
          onChoose={() => setAll(false)}
          title="The columns shown"
          hint={columnsWords(list.columns.length)}
        />
        <ExportChoice
          name="fields"
          isOn={isAll}
          onChoose={() => setAll(true)}
          title="All fields"
          hint="Variables and analysis too"
        />
      </fieldset>
      {format === "csv" && (
        <ExportChoice
          isOn={isRaw}
          onChoose={() => setRaw(!isRaw)}
          title="Leave formulas in"
          hint={RAW_HINT}
        />
      )}
      {/* In sight, however little of the choice a low window has room for. */}
      <div className="sticky bottom-0 -mx-4 flex items-center justify-between gap-3 border-t border-line bg-raised px-4 py-3">
        <p role="status" className="min-w-0 text-sm text-ink-muted">
          {countWords(counted)}
        </p>
        <Button type="submit" look="primary" data-next="">
          Export
        </Button>
      </div>
    </form>
  );
  return <div ref={room}>{state.kind === "running" ? <ExportProgress running={state} /> : form}</div>;
}

/** The form and the progress take each other's place, and the keyboard would fall out of what goes: it begins with the choice, then is where one goes on. */
function useFollowingFocus(room: RefObject<HTMLElement | null>, isRunning: boolean): void {
  const wasRunning = useRef<boolean | null>(null);
  useEffect(() => {
    if (wasRunning.current === isRunning) return;
    const isFirst = wasRunning.current === null && !isRunning;
    wasRunning.current = isRunning;
    room.current?.querySelector<HTMLElement>(isFirst ? "input:checked" : "[data-next]")?.focus();
  }, [room, isRunning]);
}

function columnsWords(count: number): string {
  return count === 1 ? "1 column" : `${count} columns, in their order`;
}

function countWords(counted: CallCount | "unknown" | null): string {
  if (counted === null) return "Counting…";
  if (counted === "unknown") return "";
  return counted.isMore ? `More than ${callsWords(counted.count)}` : callsWords(counted.count);
}
