import { shapeOf } from "./column-names.ts";

/** A column that is shown, with the width that somebody gave it; null leaves it to the room there is. */
export interface ChosenColumn {
  name: string;
  width: number | null;
}

const COLUMNS_MAX = 40;
export const WIDTH_PX_MIN = 56;
export const WIDTH_PX_MAX = 800;
/** Its cell holds the row's link, so every list has it. */
export const ALWAYS = "number";

export const defaultColumns: readonly ChosenColumn[] = [
  "status",
  ALWAYS,
  "agent",
  "started",
  "duration",
  "cost",
  "outcome",
  "variables",
].map((name) => ({ name, width: null }));

/** Reads `status,number~180px,var.clinic_name`. What is no column is left out; null when nothing is said. */
export function readColumns(text: string | null): ChosenColumn[] | null {
  if (text === null || text === "") return null;
  const found = new Map<string, ChosenColumn>();
  for (const part of text.split(",").slice(0, COLUMNS_MAX)) {
    const [, written = "", width] = /^(.*?)(?:~(\d{1,4})(?:px)?)?$/s.exec(part) ?? [];
    const name = unescaped(written);
    if (shapeOf(name) !== null && !found.has(name))
      found.set(name, { name, width: width === undefined ? null : boundedWidth(Number(width)) });
  }
  if (found.size === 0) return null;
  return found.has(ALWAYS) ? [...found.values()] : [{ name: ALWAYS, width: null }, ...found.values()];
}

/** Null for the columns that everybody has who chose none. */
export function columnsText(columns: readonly ChosenColumn[]): string | null {
  const text = writtenColumns(columns);
  return text === writtenColumns(null) ? null : text;
}

/** All of them by name, also where they are everybody's; null stands for those. */
export function writtenColumns(columns: readonly ChosenColumn[] | null): string {
  return (columns ?? defaultColumns).map(written).join(",");
}

/** Only which columns, in their order. */
export function namesText(columns: readonly ChosenColumn[]): string {
  return columns.map(({ name }) => written({ name, width: null })).join(",");
}

export function toggled(columns: readonly ChosenColumn[], name: string): ChosenColumn[] {
  if (name === ALWAYS) return [...columns];
  const rest = columns.filter((column) => column.name !== name);
  if (rest.length < columns.length || columns.length >= COLUMNS_MAX) return rest;
  return [...columns, { name, width: null }];
}

/** Puts a column at a place; the others keep their order. */
export function moved(columns: readonly ChosenColumn[], name: string, to: number): ChosenColumn[] {
  const column = columns.find((one) => one.name === name);
  if (!column) return [...columns];
  const rest = columns.filter((one) => one !== column);
  const place = Math.max(0, Math.min(to, rest.length));
  return [...rest.slice(0, place), column, ...rest.slice(place)];
}

export function sized(columns: readonly ChosenColumn[], name: string, width: number | null): ChosenColumn[] {
  const bounded = width === null ? null : boundedWidth(width);
  return columns.map((column) => (column.name === name ? { name, width: bounded } : column));
}

function boundedWidth(width: number): number {
  return Math.round(Math.max(WIDTH_PX_MIN, Math.min(width, WIDTH_PX_MAX)));
}

function written({ name, width }: ChosenColumn): string {
  const escaped = name.replaceAll(/[%,~]/g, (mark) => encodeURIComponent(mark).replace("~", "%7E"));
  return width === null ? escaped : `${escaped}~${width}px`;
}

function unescaped(text: string): string {
  return text.replaceAll(/%(25|2C|7E)/gi, (mark) => decodeURIComponent(mark));
}
