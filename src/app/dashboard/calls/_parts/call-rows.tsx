"use client";

import type { CSSProperties, RefObject } from "react";
import type { CallListItem } from "#domain/calls";
import type { CallListState } from "./call-list-state.ts";
import { CallRow } from "./call-row.tsx";
import { type Heights, type ListShape, SERVED_CARDS, unservedRem } from "./row-heights.ts";
import { useAnchoredScroll } from "./use-anchored-scroll.ts";
import { useCatchUp } from "./use-catch-up.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";

interface CallRowsProps {
  body: RefObject<HTMLTableSectionElement | null>;
  onScroll: () => void;
  list: CallListState;
  query: string;
  /** Where the reader was who comes back; null when they come anew. */
  scrollY: number | null;
  heights: Heights;
  shape: ListShape;
  columns: readonly string[];
  fields: readonly string[];
  currentIndex: number;
  peeked: string | null;
  hear: (ids: string[]) => Promise<void>;
}

/** The rows in sight. Apart from the rest of the list, because it is drawn anew with every few pixels of scrolling. */
export function CallRows(props: CallRowsProps) {
  const { body, list, query, scrollY, heights, shape, columns, fields, currentIndex, peeked } = props;
  const { rows, behind } = list;
  const { drawn, room, scrolledTo } = useVirtualRows({ body, rows, heights, currentIndex, scrollY });
  useAnchoredScroll(body, { rows, heights });
  useKeptPlace({ query, list, scrolledTo });
  const inSight = drawn.filter(({ apart }) => apart === null);
  const [first, last] = [inSight[0]?.index ?? 0, inSight.at(-1)?.index ?? -1];
  useCatchUp({ rows, first, last, behind, fields, read: props.hear });
  const tabStop = currentIndex === -1 ? first : currentIndex;
  return (
    <tbody
      ref={body}
      // biome-ignore lint/a11y/noRedundantRoles: a table that is laid out as a block is none to some browsers.
      role="rowgroup"
      onScroll={props.onScroll}
      style={room ? { paddingTop: room.above, paddingBottom: room.below } : unservedRoom(rows)}
      className="relative block pb-(--unserved-cards) @[56rem]/calls:pb-(--unserved-columns) rounded-b-lg [scrollbar-width:none] @[56rem]/calls:overflow-x-auto"
    >
      {drawn.map(({ index, apart }) => {
        const call = rows[index];
        return (
          call && (
            <CallRow
              key={call.id}
              call={call}
              place={index + 2}
              columns={columns}
              shape={room === null && index >= SERVED_CARDS ? "columns or none" : shape}
              arrived={list.arrived.has(call.id)}
              strayed={list.strayed.has(call.id)}
              peeked={call.id === peeked}
              isTabStop={index === tabStop}
              apart={apart}
            />
          )
        );
      })}
    </tbody>
  );
}

/** The place of the rows that the server did not draw, so that the page is as high as it will be. */
function unservedRoom(rows: readonly CallListItem[]): CSSProperties {
  const { columns, cards } = unservedRem(rows);
  return { "--unserved-columns": `${columns}rem`, "--unserved-cards": `${cards}rem` } as CSSProperties;
}
