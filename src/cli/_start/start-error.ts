/** Why the console cannot start. The message is one sentence for the person at the terminal. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** The system's short name of a failure, such as ENOSPC. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
