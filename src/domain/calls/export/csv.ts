/** RFC 4180: lines end so, the last one too. */
const LINE_END = "\r\n";
/** Without it Excel takes the bytes for those of an old code page. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** What separates cells somewhere in the world, quotes them or ends lines; and blanks at an end, which some readers drop. */
const TO_QUOTE = /[",;\t\r\n\u0085\u2028\u2029]|^\s|\s$/;

/**
 * What a spreadsheet may take for a formula: a beginning of = + - @ or one of their wide and mathematical relatives, also after
 * blanks and what cannot be seen; and a tab or a line's end in front, after which some read on as if it were not there.
 */
const FORMULA = /^[\t\r]|^[\s\p{Z}\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
/** In E.164. It computes nothing, and whoever reads it elsewhere wants it whole. */
const PHONE_NUMBER = /^\+\d{7,15}$/;

/** One line of a CSV file. `isRaw` writes texts that look like formulas as they are. */
export function csvLine(values: readonly unknown[], isRaw: boolean): string {
  return values.map((value) => csvCell(value, isRaw)).join(",") + LINE_END;
}

function csvCell(value: unknown, isRaw: boolean): string {
  const text = cellText(value);
  const safe = isRaw ? text : withoutFormula(text);
  return TO_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** An apostrophe in front makes text of it. */
function withoutFormula(text: string): string {
  const isHarmless = !FORMULA.test(text) || PLAIN_NUMBER.test(text) || PHONE_NUMBER.test(text);
  return isHarmless ? text : `'${text}`;
}
