import type { CallListItem } from "../call.ts";
import type { ExportColumn } from "./columns.ts";
import { BYTE_ORDER_MARK, csvLine } from "./csv.ts";

export const exportFormats = ["csv", "json", "ndjson"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How a file is written, part by part: what stands before the calls, the calls of a page, what stands after the last. */
export interface FileWriter {
  contentType: string;
  opening: string;
  calls: (calls: readonly CallListItem[], isFirst: boolean) => string;
  closing: string;
}

export function writerFor(
  format: ExportFormat,
  columns: readonly ExportColumn[],
  isRaw: boolean,
): FileWriter {
  switch (format) {
    case "csv":
      return {
        contentType: "text/csv; charset=utf-8",
        opening:
          BYTE_ORDER_MARK +
          csvLine(
            columns.map(({ title }) => title),
            isRaw,
          ),
        calls: (calls) =>
          calls
            .map((call) =>
              csvLine(
                columns.map(({ valueIn }) => valueIn(call)),
                isRaw,
              ),
            )
            .join(""),
        closing: "",
      };
    case "json":
      return {
        contentType: "application/json",
        opening: "[",
        calls: (calls, isFirst) =>
          calls
            .map((call, index) => `${isFirst && index === 0 ? "" : ","}\n${objectOf(call, columns)}`)
            .join(""),
        closing: "\n]\n",
      };
    case "ndjson":
      return {
        contentType: "application/x-ndjson",
        opening: "",
        calls: (calls) => calls.map((call) => `${objectOf(call, columns)}\n`).join(""),
        closing: "",
      };
  }
}

function objectOf(call: CallListItem, columns: readonly ExportColumn[]): string {
  return JSON.stringify(Object.fromEntries(columns.map(({ name, valueIn }) => [name, valueIn(call)])));
}
