import { readQuery, setField, termsOf, type Value, writeQuery } from "#query";

/** What the panel can show of a search, as its fields hold it; empty where the search says more than a field can. */
export interface PanelValues {
  number: string;
  direction: string;
  agent: string;
  outcome: string;
  started: string;
  shortest: string;
  longest: string;
  variableName: string;
  variableValue: string;
}

const names = {
  number: ["number"],
  direction: ["direction"],
  agent: ["agent"],
  outcome: ["outcome", "successful"],
  started: ["started", "placed"],
  duration: ["duration"],
} as const satisfies Record<string, [string, ...string[]]>;

export function readPanel(text: string): PanelValues {
  const duration = rangeOf(onlyValue(text, names.duration));
  const variable = firstVariable(text);
  return {
    number: onlyText(text, names.number),
    direction: onlyText(text, names.direction),
    agent: onlyText(text, names.agent),
    outcome: onlyText(text, names.outcome),
    started: writtenValue(onlyValue(text, names.started)),
    shortest: duration.first,
    longest: duration.last,
    variableName: variable?.name ?? "",
    variableValue: variable?.value ?? "",
  };
}

/** The search with what was changed in the panel, and nothing else of it. */
export function writePanel(text: string, before: PanelValues, after: PanelValues): string {
  const isChanged = (...fields: (keyof PanelValues)[]) =>
    fields.some((field) => before[field].trim() !== after[field].trim());
  let written = text;
  for (const field of ["number", "direction", "agent", "outcome"] as const)
    if (isChanged(field)) written = setField(written, names[field], texts(after[field]));
  if (isChanged("started")) written = setField(written, names.started, valuesIn(after.started));
  if (isChanged("shortest", "longest"))
    written = setField(written, names.duration, rangeFrom(after.shortest.trim(), after.longest.trim()));
  if (isChanged("variableName", "variableValue")) {
    if (before.variableName !== "") written = setField(written, [`var.${before.variableName}`], []);
    const name = after.variableName.trim();
    if (name !== "")
      written = setField(written, [`var.${name}`], [{ kind: "is", text: after.variableValue }]);
  }
  return written;
}

/** A first and a last day as one value: one of them alone leaves the other end open. */
export function rangeFrom(first: string, last: string): Value[] {
  if (first === "" && last === "") return [];
  if (first === last) return [{ kind: "is", text: first }];
  if (last === "") return [{ kind: "compare", comparison: ">=", text: first }];
  if (first === "") return [{ kind: "compare", comparison: "<=", text: last }];
  return [{ kind: "range", first, last }];
}

export function rangeOf(value: Value | null): { first: string; last: string } {
  if (value?.kind === "range") return { first: value.first ?? "", last: value.last ?? "" };
  if (value?.kind === "compare" && value.comparison === ">=") return { first: value.text, last: "" };
  if (value?.kind === "compare" && value.comparison === "<=") return { first: "", last: value.text };
  return { first: "", last: "" };
}

/** A value as it is written after its field. */
export function writtenValue(value: Value | null): string {
  if (value === null) return "";
  return writeQuery([{ negated: false, field: "x", values: [value] }]).slice("x:".length);
}

/** The other way round. */
export function valuesIn(written: string): Value[] {
  return termsOf(`x:${written}`, ["x"]).flatMap(({ values }) => values);
}

function onlyValue(text: string, fields: readonly string[]): Value | null {
  const values = termsOf(text, fields).flatMap((term) => term.values);
  return values.length === 1 ? (values[0] ?? null) : null;
}

function onlyText(text: string, fields: readonly string[]): string {
  const value = onlyValue(text, fields);
  return value?.kind === "is" ? value.text : "";
}

function texts(text: string): Value[] {
  return text.trim() === "" ? [] : [{ kind: "is", text: text.trim() }];
}

function firstVariable(text: string): { name: string; value: string } | null {
  const field = readQuery(text).terms.find(
    ({ field, negated }) => field?.startsWith("var.") && !negated,
  )?.field;
  if (!field) return null;
  const value = onlyValue(text, [field]);
  return value?.kind === "is" ? { name: field.slice("var.".length), value: value.text } : null;
}
