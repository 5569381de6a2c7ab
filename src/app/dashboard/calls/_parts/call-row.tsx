import { FilterX } from "lucide-react";
import { type CSSProperties, memo } from "react";
import type { CallListItem } from "#domain/calls";
import { CallStatusBadge } from "#ui/call-status.tsx";
import { classNames } from "#ui/class-names.ts";
import { CallDuration } from "#ui/duration.tsx";
import { Ago } from "#ui/moment.tsx";
import { AgentName, cellOf } from "../_columns/cells.tsx";
import { shapeOf } from "../_columns/column-names.ts";
import { CallLink } from "./call-link.tsx";
import { CallOutcome } from "./call-outcome.tsx";
import { cardRem, type ListShape } from "./row-heights.ts";
import { VariablesInline } from "./variables-inline.tsx";

/** Of the rows that the server draws, a narrow screen shows fewer. */
type RowShape = ListShape | "columns or none";

interface CallRowProps {
  call: CallListItem;
  /** Its place in the whole list, from 1; the header is the first. */
  place: number;
  columns: readonly string[];
  shape: RowShape;
  arrived: boolean;
  strayed: boolean;
  /** It is open beside the list. */
  peeked: boolean;
  /** Where Tab enters the list; from there on the arrows lead. */
  isTabStop: boolean;
  /** Px from the top of the list, for a row that stands apart from those in sight. */
  apart: number | null;
}

/** Once it is known how much room there is, rows ask no more: very many of them come by in a second. */
const rowLooks: Record<RowShape, string> = {
  columns: "grid h-row min-w-(--least) grid-cols-(--columns) items-center gap-x-4",
  cards: "block h-(--card)",
  "columns or none":
    "hidden h-row min-w-(--least) grid-cols-(--columns) items-center gap-x-4 @[56rem]/calls:grid",
  both: "block h-(--card) @[56rem]/calls:grid @[56rem]/calls:h-row @[56rem]/calls:min-w-(--least) @[56rem]/calls:grid-cols-(--columns) @[56rem]/calls:items-center @[56rem]/calls:gap-x-4",
};

function styleOf({ call, shape, apart }: CallRowProps): CSSProperties | undefined {
  if (shape === "columns" || shape === "columns or none") return apart === null ? undefined : { top: apart };
  return { "--card": `${cardRem(call)}rem`, ...(apart !== null && { top: apart }) } as CSSProperties;
}

export const CallRow = memo(function CallRow(props: CallRowProps) {
  const { call, place, columns, shape, arrived, strayed, peeked, isTabStop, apart } = props;
  return (
    <tr
      // biome-ignore lint/a11y/noRedundantRoles: a row that is laid out as a grid is none to some browsers.
      role="row"
      aria-rowindex={place}
      aria-current={peeked || undefined}
      data-call={call.id}
      style={styleOf(props)}
      className={classNames(
        // Nothing in a row reaches out of it, so no row has to be laid out or drawn anew for another.
        "cursor-pointer border-b border-line px-4 text-sm contain-strict",
        rowLooks[shape],
        apart !== null && "absolute inset-x-0",
        peeked ? "bg-accent-soft" : "focus-within:bg-hover hover:bg-hover",
        strayed && "opacity-60",
        arrived && "animate-arrive",
      )}
    >
      {shape !== "cards" &&
        columns.map((name) => (
          <td
            key={name}
            // biome-ignore lint/a11y/noRedundantRoles: see the row.
            role="cell"
            className={classNames(
              "min-w-0",
              shape === "both" && "hidden @[56rem]/calls:block",
              shapeOf(name)?.atEnd && "figures text-right",
            )}
          >
            {strayed && name === "number" ? (
              <Strayed>{cellOf(name, call, isTabStop)}</Strayed>
            ) : (
              cellOf(name, call, isTabStop)
            )}
          </td>
        ))}
      {(shape === "cards" || shape === "both") && <Card {...props} />}
    </tr>
  );
});

/** The same on a narrow screen, line by line. */
function Card({ call, shape, strayed, isTabStop }: CallRowProps) {
  const link = <CallLink call={call} isTabStop={isTabStop} />;
  return (
    <td
      // biome-ignore lint/a11y/noRedundantRoles: see the row.
      role="cell"
      className={classNames("flex flex-col gap-1 py-3 *:h-6", shape === "both" && "@[56rem]/calls:hidden")}
    >
      <span className="flex items-center justify-between gap-3">
        {strayed ? <Strayed>{link}</Strayed> : link}
        <CallStatusBadge status={call.status} />
      </span>
      <span className="flex items-center justify-between gap-3 text-ink-muted">
        <span className="min-w-0">
          <AgentName call={call} />
        </span>
        <Ago at={call.startedAt ?? call.placedAt} className="shrink-0" />
      </span>
      <span className="flex items-center justify-between gap-3">
        <CallOutcome call={call} />
        <span className="figures shrink-0">
          <CallDuration status={call.status} startedAt={call.startedAt} durationMs={call.durationMs} />
        </span>
      </span>
      {Object.keys(call.variables).length > 0 && (
        <span className="flex items-center">
          <VariablesInline variables={call.variables} />
        </span>
      )}
    </td>
  );
}

function Strayed({ children }: { children: React.ReactNode }) {
  const words = "No longer matches the filters; it leaves when the list is read again";
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {children}
      <span title={words} className="shrink-0">
        <FilterX role="img" aria-label={words} className="size-3.5 text-ink-muted" />
      </span>
    </span>
  );
}
