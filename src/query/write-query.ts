import { comparisons, type Term, type Value } from "./query.ts";

/** The terms as text, each in the one way that we write it. Reading it gives the same terms. */
export function writeQuery(terms: readonly Term[]): string {
  return terms.map(writeTerm).join(" ");
}

export function writeTerm({ negated, field, values }: Term): string {
  const sign = negated ? "-" : "";
  const texts = values.map((value, index) => writeValue(value, field === null && index === 0));
  return `${sign}${field === null ? "" : `${writeName(field)}:`}${texts.join(",")}`;
}

/** `var."clinic name"`: quoted from the dot on, where the part before needs no quoting. */
export function writeName(field: string): string {
  if (isPlainName(field)) return field;
  const dot = field.indexOf(".") + 1;
  const [kind, name] = [field.slice(0, dot), field.slice(dot)];
  return dot > 0 && isPlainName(kind) ? `${kind}${quote(name)}` : quote(field);
}

function isPlainName(name: string): boolean {
  return name !== "" && !/[\s":,]/.test(name) && !name.startsWith("-");
}

/** @param isWord Stands where a term begins, so it must be taken neither for a field nor for an opposite. */
export function writeValue(value: Value, isWord = false): string {
  const write = (text: string) => writeText(text, isWord);
  switch (value.kind) {
    case "is":
      return write(value.text);
    case "compare":
      // Nothing after a sign is nothing; only what stands alone must show that it is empty.
      return `${value.comparison}${value.text === "" ? "" : write(value.text)}`;
    case "range":
      return `${value.first === null ? "" : write(value.first)}..${value.last === null ? "" : write(value.last)}`;
  }
}

/** A value as it is typed: quoted only where it must be. */
export function writeText(text: string, isWord = false): string {
  const isPlain =
    text !== "" &&
    !/[\s",]/.test(text) &&
    !text.includes("..") &&
    !text.startsWith(".") &&
    !text.endsWith(".") &&
    !comparisons.some((sign) => text.startsWith(sign)) &&
    !text.startsWith("=") &&
    !(isWord && (text.includes(":") || text.startsWith("-")));
  return isPlain ? text : quote(text);
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
