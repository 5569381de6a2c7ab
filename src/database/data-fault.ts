/** Postgres error classes that the data itself causes: bad data, a broken rule, too deep, too large. */
const causedByData = /^(22|23|54)/;

const UNIQUE_VIOLATION = "23505";

/** Whether a write failed because of what was to be written, so that it would fail again, and alone. */
export function isDataFault(error: unknown): error is Error {
  // Nested too deep to be written as JSON.
  if (error instanceof RangeError) return true;
  return error instanceof Error && causedByData.test(codeOf(error));
}

/** Whether a write failed because there is a row already that it says the same of. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === UNIQUE_VIOLATION;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
