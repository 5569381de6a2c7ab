import { createMultiParser, parseAsString } from "nuqs";

const texts = createMultiParser<string[]>({
  parse: (values) => [...new Set(values.filter(Boolean))],
  serialize: (values) => values,
  eq: (a, b) => a.join("\n") === b.join("\n"),
}).withDefault([]);

/** `?status=failed&status=completed`; a list with commas is understood too. */
const words = createMultiParser<string[]>({
  parse: (values) => [...new Set(values.flatMap((value) => value.split(",")).filter(Boolean))],
  serialize: (values) => values,
  eq: (a, b) => a.join() === b.join(),
}).withDefault([]);

/** The history's filters as they stand in the address. What they mean, and what is wrong with them, the server says. */
export const filterParams = {
  status: words,
  direction: parseAsString,
  agent: texts,
  number: parseAsString,
  from: parseAsString,
  to: parseAsString,
  zone: parseAsString,
  variable: texts,
  decision: parseAsString,
};
