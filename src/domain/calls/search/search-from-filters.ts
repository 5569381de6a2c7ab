import { type Term, type Value, writeQuery } from "#query";
import { filterNames } from "../call-filters.ts";

const is = (text: string): Value => ({ kind: "is", text });

/**
 * The search that asks for the same as the single filters of an address that was written before there were
 * searches; null when it has none. What no filter could be comes out as wrong as it was.
 */
export function searchFromFilters(given: URLSearchParams): string | null {
  const texts = (name: (typeof filterNames)[number]) =>
    given.getAll(name).filter((text) => text.trim() !== "");
  if (!filterNames.some((name) => name !== "zone" && given.has(name))) return null;
  const terms: (Term | null)[] = [
    term(
      "status",
      texts("status").flatMap((text) => text.split(",").filter(Boolean).map(is)),
    ),
    term("direction", texts("direction").map(is)),
    term(
      "agent",
      texts("agent").map((text) => is(text.trim())),
    ),
    ...texts("number").map((text) => term("number", [is(text)])),
    ...texts("variable").map(variable),
    term("started", days(texts("from"), texts("to"))),
    term("decision", texts("decision").map(is)),
  ];
  return writeQuery(terms.filter((one) => one !== null));
}

function term(field: string, values: Value[]): Term | null {
  return values.length === 0 ? null : { negated: false, field, values };
}

function variable(text: string): Term | null {
  const at = text.indexOf("=");
  return at === -1
    ? term(`var.${text}`, [is("")])
    : term(`var.${text.slice(0, at).trim()}`, [is(text.slice(at + 1))]);
}

function days([first]: string[], [last]: string[]): Value[] {
  if (first !== undefined && last !== undefined)
    return [first === last ? is(first) : { kind: "range", first, last }];
  if (first !== undefined) return [{ kind: "compare", comparison: ">=", text: first }];
  return last === undefined ? [] : [{ kind: "compare", comparison: "<=", text: last }];
}
