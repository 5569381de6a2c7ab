import { Problem } from "#domain/problems";
import type { CallListItem } from "../call.ts";
import type { CallField } from "../call-fields.ts";
import type { SeenFields } from "../list-seen-fields.ts";
import type { WaitReason } from "../waiting.ts";

/** A column of the list as a file has it. */
export interface ExportColumn {
  name: string;
  title: string;
  valueIn: (call: CallListItem) => unknown;
}

export const EXPORTED_COLUMNS_MAX = 100;
const VARIABLE = "var.";
const ANALYSIS = "analysis.";

/** In the list's own words; the list's are drawn by the browser, and a test holds both equal. */
export const waitingWords: Record<WaitReason, string> = {
  no_free_line: "Waiting for a free line",
  calls_per_second: "Waiting its turn",
  retell_asked: "Retell asked to wait",
  retell_unreachable: "Retell cannot be reached",
  lines_unknown: "Waiting for Retell",
};

type FixedColumn = [title: string, valueIn: (call: CallListItem) => unknown];

/** Figures are numbers in one unit (seconds, US dollars, milliseconds), moments ISO 8601 in UTC, numbers E.164. */
const fixedColumns: Record<string, FixedColumn> = {
  status: ["Status", (call) => call.status],
  number: ["Number", (call) => (call.direction === "inbound" ? call.fromNumber : call.toNumber)],
  ours: ["Our number", (call) => (call.direction === "inbound" ? call.toNumber : call.fromNumber)],
  direction: ["Direction", (call) => call.direction],
  agent: ["Agent", (call) => call.agentName ?? call.agentId],
  started: ["Started", (call) => call.startedAt ?? call.placedAt],
  duration: ["Duration", ({ durationMs }) => (durationMs === null ? null : durationMs / 1000)],
  cost: ["Cost", ({ costCents }) => (costCents === null ? null : dollars(costCents))],
  outcome: ["Outcome", outcomeOf],
  sentiment: ["Sentiment", (call) => call.userSentiment],
  variables: ["Variables", (call) => call.variables],
  summary: ["Summary", (call) => call.fields?.summary ?? null],
  latency: ["Latency", (call) => call.fields?.latency ?? null],
  by: ["Requested by", (call) => call.requestedBy?.name ?? null],
  reason: ["Retell’s reason", (call) => call.disconnectionReason],
  id: ["Retell call id", (call) => call.retellCallId],
};

/** What the list has no column for: all that the agent found out. */
const wholeAnalysis: ExportColumn = {
  name: "analysis",
  title: "Analysis",
  valueIn: (call) => call.fields?.analysis ?? null,
};

/** The columns of everybody who chose none. */
export const defaultNames = [
  "status",
  "number",
  "agent",
  "started",
  "duration",
  "cost",
  "outcome",
  "variables",
];

export const fixedExportColumns: readonly ExportColumn[] = Object.entries(fixedColumns).map(
  ([name, [title, valueIn]]) => ({ name, title, valueIn }),
);

/** Every fixed column and all variables and findings, whole; those lately seen also in columns of their own. */
export function allColumns({ variables, analysis }: SeenFields): ExportColumn[] {
  const own = [...variables.map((name) => VARIABLE + name), ...analysis.map((name) => ANALYSIS + name)];
  return titled([...fixedExportColumns, wholeAnalysis, ...own.flatMap((name) => columnOf(name) ?? [])]);
}

/** Reads `status,number~180px,var.clinic_name`, as the list's address has it; widths say nothing here. */
export function demandColumns(text: string | null): ExportColumn[] {
  const written = (text || defaultNames.join(",")).split(",");
  const names = [...new Set(written.map((part) => unescaped(part.replace(/~\d{1,4}(px)?$/, ""))))];
  if (names.length > EXPORTED_COLUMNS_MAX) throw wrong(`Ask for at most ${EXPORTED_COLUMNS_MAX} columns.`);
  return titled(
    names.map((name) => {
      const column = columnOf(name);
      if (column !== null) return column;
      const known = Object.keys(fixedColumns).join(", ");
      throw wrong(`There is no column “${name}”. Choose among ${known}, var.NAME, analysis.NAME.`);
    }),
  );
}

/** What must be read of each call besides its narrow row. */
export function fieldsOf(columns: readonly ExportColumn[]): CallField[] {
  const fields = columns.flatMap(({ name }): CallField[] => {
    if (name === "summary" || name === "latency") return [name];
    return name === "analysis" || name.startsWith(ANALYSIS) ? ["analysis"] : [];
  });
  return [...new Set(fields)];
}

function columnOf(name: string): ExportColumn | null {
  const [title, valueIn] = (Object.hasOwn(fixedColumns, name) && fixedColumns[name]) || [];
  if (title !== undefined && valueIn !== undefined) return { name, title, valueIn };
  const variable = after(VARIABLE, name);
  if (variable !== null)
    return { name, title: variable, valueIn: (call) => namedIn(call.variables, variable) };
  const finding = after(ANALYSIS, name);
  if (finding !== null)
    return { name, title: finding, valueIn: (call) => namedIn(call.fields?.analysis, finding) };
  return null;
}

function after(beginning: string, name: string): string | null {
  return name.startsWith(beginning) && name.length > beginning.length ? name.slice(beginning.length) : null;
}

/** A variable may be called as a column of ours is; then both could not be told apart, and it stands with its kind. */
function titled(columns: ExportColumn[]): ExportColumn[] {
  const isTaken = ({ title }: ExportColumn) => columns.filter((other) => other.title === title).length > 1;
  return columns.map((column) =>
    /^(var|analysis)\./.test(column.name) && isTaken(column) ? { ...column, title: column.name } : column,
  );
}

function namedIn(values: unknown, name: string): unknown {
  if (typeof values !== "object" || values === null || !Object.hasOwn(values, name)) return null;
  return (values as Record<string, unknown>)[name];
}

function outcomeOf(call: CallListItem): string | null {
  if (call.needsDecision) return "Needs a decision";
  return (
    call.failureMessage ?? call.disconnectionLabel ?? (call.waiting && waitingWords[call.waiting.reason])
  );
}

/** Cents have four digits after their point at most that mean something; more come of dividing. */
function dollars(cents: number): number {
  return Math.round(cents * 10_000) / 1_000_000;
}

/** A name may hold what separates columns and their widths. */
function unescaped(text: string): string {
  return text.replaceAll(/%(25|2C|7E)/gi, (mark) => decodeURIComponent(mark));
}

function wrong(words: string): Problem {
  return new Problem("invalid_input", words, { cols: words });
}
