const WARN_LEVEL = 40;
const levelNames: Record<number, string> = { 40: "warning", 50: "error", 60: "fatal" };

/** A child's JSON log line as one line for a terminal, or null when it is less than a warning. */
export function readableWarning(line: string): string | null {
  const entry = parsed(line);
  if (!entry || typeof entry.level !== "number" || entry.level < WARN_LEVEL) return null;
  const words = [entry.msg, messageOf(entry.err), messageOf(entry.error)].filter(Boolean);
  return `${levelNames[entry.level] ?? "warning"}: ${[...new Set(words)].join(": ")}`;
}

/** Whether this line is one of the structured log's. */
export function isLogEntry(line: string): boolean {
  return typeof parsed(line)?.level === "number";
}

function parsed(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string | null {
  if (typeof error === "string") return error;
  const hasMessage = typeof error === "object" && error !== null && "message" in error;
  return hasMessage ? String(error.message) : null;
}
