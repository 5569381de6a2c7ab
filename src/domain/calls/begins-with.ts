import { type RawBuilder, type SqlBool, sql } from "kysely";

/** After every digit in the order of bytes, which is that of numbers. */
const AFTER_DIGITS = ":";

/** The first text that comes after every number that begins so. */
export function afterAll(beginning: string): string {
  return beginning + AFTER_DIGITS;
}

/** Which numbers of a column begin so, as a stretch of its index. */
export function beginsWith(column: "to_number" | "from_number", beginning: string): RawBuilder<SqlBool> {
  const number = sql.ref(`retell_calls.${column}`);
  return sql`(${number} >= ${beginning} and ${number} < ${afterAll(beginning)})`;
}
