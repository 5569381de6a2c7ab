import { Progress } from "@base-ui/react/progress";
import { Button } from "#ui/button.tsx";
import { numberFormat } from "#ui/formats.ts";
import { type RunningExport, shareOf } from "./export-state.ts";
import { callsWords } from "./run-export.ts";

export function ExportProgress({ running }: { running: RunningExport }) {
  const { rows, expected, cancel } = running;
  const share = shareOf(running);
  const words =
    share === null || expected === null
      ? callsWords(rows)
      : `${numberFormat({}).format(rows)} of about ${callsWords(expected.count)}`;
  return (
    <div className="flex flex-col gap-3 p-4">
      <Progress.Root
        value={share === null ? null : share * 100}
        getAriaValueText={() => words}
        className="flex flex-col gap-2"
      >
        <div className="flex items-baseline justify-between gap-3 text-sm">
          <Progress.Label className="font-medium">Exporting</Progress.Label>
          <span className="figures text-ink-muted">{words}</span>
        </div>
        <Progress.Track className="h-1.5 overflow-hidden rounded-full bg-line">
          <Progress.Indicator className="block h-full rounded-full bg-accent transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-breathe" />
        </Progress.Track>
      </Progress.Root>
      <div className="flex items-center justify-between gap-3">
        <p className="text-xs text-ink-muted">You can go on working; keep this tab open.</p>
        <Button data-next="" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
