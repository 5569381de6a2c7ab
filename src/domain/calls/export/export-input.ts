import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { CallField } from "../call-fields.ts";
import { demandFilters } from "../call-filters.ts";
import { type CallOrder, demandCallOrder } from "../call-order.ts";
import { listSeenFields } from "../list-seen-fields.ts";
import { readCallQuery } from "../read-call-query.ts";
import type { CallFilters } from "../search/conditions.ts";
import { allColumns, demandColumns, type ExportColumn, fieldsOf } from "./columns.ts";
import { type ExportFormat, exportFormats } from "./file-formats.ts";

/** Names in an export's address that say nothing about which calls are wanted. */
const besides = ["format", "sort", "cols", "fields", "raw"];

export interface ExportInput {
  format: ExportFormat;
  filters: CallFilters;
  order: CallOrder;
  columns: ExportColumn[];
  /** What is read of each call besides its narrow row. */
  fields: CallField[];
  isRaw: boolean;
  /** Which calls, as it was asked, for the audit log. */
  query: string;
}

/** Reads the address of an export. A Problem names what in it could not be understood. */
export async function readExportInput(db: Db, given: URLSearchParams): Promise<ExportInput> {
  const format = readFormat(given.get("format"));
  const columns = await readColumns(db, given, format);
  return {
    format,
    columns,
    fields: fieldsOf(columns),
    isRaw: readRaw(given.get("raw")),
    order: demandCallOrder(given.get("sort")),
    filters: demandFilters(await readCallQuery(db, given, { besides })),
    query: [...given]
      .filter(([name]) => !besides.includes(name))
      .map(([name, value]) => (name === "q" ? value : `${name}=${value}`))
      .join(" "),
  };
}

function readFormat(text: string | null): ExportFormat {
  const format = exportFormats.find((one) => one === (text ?? "csv"));
  if (format !== undefined) return format;
  throw wrong("format", `There is no format “${text}”. Choose among ${exportFormats.join(", ")}.`);
}

async function readColumns(db: Db, given: URLSearchParams, format: ExportFormat): Promise<ExportColumn[]> {
  const fields = given.get("fields");
  if (fields === null) return demandColumns(given.get("cols"));
  if (fields !== "all")
    throw wrong("fields", `“${fields}” is not understood. Write fields=all, or name columns in cols.`);
  if (given.has("cols")) throw wrong("cols", "Name columns in cols or ask for fields=all, not both.");
  // Objects hold every variable by its name already; only a table needs columns for them.
  return allColumns(format === "csv" ? await listSeenFields(db) : { variables: [], analysis: [] });
}

function readRaw(text: string | null): boolean {
  if (text === null || text === "0" || text === "1") return text === "1";
  throw wrong("raw", `“${text}” is not understood. Write raw=1, or leave it out.`);
}

function wrong(name: string, words: string): Problem {
  return new Problem("invalid_input", words, { [name]: words });
}
