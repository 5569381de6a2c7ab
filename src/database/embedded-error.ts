/** Why the Postgres that ships with the program does not run. The message is one sentence for the operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

/** Puts a failure of the file system into a sentence about the place where it happened. */
export function fileProblem(error: unknown, place: string): EmbeddedPostgresError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(place);
  return new EmbeddedPostgresError(
    `The database cannot be kept in ${place} (${code}). Make that folder writable, or set DATA_DIR to another one.`,
    { cause: error },
  );
}

export function diskFull(place: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`The disk that holds ${place} is full. Free some space and start again.`);
}

/** What Postgres wrote when it gave up, as one sentence: a full disk is told apart, the rest is quoted. */
export function postgresProblem(what: string, place: string, output: string): EmbeddedPostgresError {
  if (/no space left on device|disk quota exceeded/i.test(output)) return diskFull(place);
  return new EmbeddedPostgresError(`${what} It said:\n${lastLines(output)}`);
}

const QUOTED_LINES = 8;

function lastLines(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0
    ? "  (nothing)"
    : lines
        .slice(-QUOTED_LINES)
        .map((line) => `  ${line}`)
        .join("\n");
}
