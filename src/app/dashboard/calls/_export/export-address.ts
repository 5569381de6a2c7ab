import type { CallOrder, ExportFormat } from "#domain/calls";
import { type ChosenColumn, namesText } from "../_columns/chosen-columns.ts";

/** What the list shows. */
export interface ExportedList {
  /** The filters as they stand in the address. */
  filters: string;
  order: CallOrder;
  columns: readonly ChosenColumn[];
}

/** Where the file of the list is. */
export function exportAddress(
  { filters, order, columns }: ExportedList,
  { format, isAll, isRaw }: { format: ExportFormat; isAll: boolean; isRaw: boolean },
): string {
  const query = new URLSearchParams(filters);
  query.set("format", format);
  query.set("sort", order);
  if (isAll) query.set("fields", "all");
  else query.set("cols", namesText(columns));
  if (isRaw) query.set("raw", "1");
  return `/api/calls/export?${query}`;
}
