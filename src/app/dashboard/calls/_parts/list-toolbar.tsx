"use client";

import type { CallOrder } from "#domain/calls";
import { SelectInput } from "#ui/select-input.tsx";
import type { ChosenColumn } from "../_columns/chosen-columns.ts";
import { ColumnsButton } from "../_columns/columns-button.tsx";
import { ExportButton } from "../_export/export-button.tsx";
import type { CallListState } from "./call-list-state.ts";
import { orderWords } from "./call-sort.ts";
import { ListTotal } from "./list-total.tsx";

interface ListToolbarProps {
  /** The filters as they stand in the address. */
  filters: string;
  list: CallListState;
  columns: readonly ChosenColumn[];
  onColumns: (columns: readonly ChosenColumn[]) => void;
  order: CallOrder;
  onOrder: (order: CallOrder) => void;
}

/** What can be done with the list as a whole. Where there is room for columns, their headers sort. */
export function ListToolbar({ filters, list, columns, onColumns, order, onOrder }: ListToolbarProps) {
  return (
    <div className="flex items-center justify-end gap-2">
      <ListTotal filters={filters} list={list} />
      <div className="min-w-0 grow @[30rem]/calls:max-w-44 @[56rem]/calls:hidden">
        <SelectInput
          aria-label="Order of the calls"
          value={order}
          onChange={(event) => onOrder(event.target.value as CallOrder)}
        >
          {Object.entries(orderWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectInput>
      </div>
      <div className="hidden @[56rem]/calls:block">
        <ColumnsButton columns={columns} onColumns={onColumns} />
      </div>
      <ExportButton list={{ filters, order, columns }} />
    </div>
  );
}
