import type { AuditLine } from "#domain/audit";

/** `invitation.made` is “Invitation made”, so that an action nobody has thought of here has words too. */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[._]+/g, " ").trim().replace(/^api /, "API ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `invitedBy` is “invited by”. */
export function detailWords(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

export const kindWords: Record<string, string> = {
  person: "A person",
  api_key: "An API key",
  system: "Switchboard itself",
  webhook: "Retell, by webhook",
};

export function actorWords({ kind, id, name, keyName }: AuditLine["actor"]): string {
  if (kind === "person") return name ?? id;
  if (kind === "api_key") return `Key “${keyName ?? "unknown"}” of ${name ?? id}`;
  if (kind === "system") return `Switchboard (${detailWords(id)})`;
  return kindWords[kind] ?? `${kind} ${id}`;
}

/** A value as people read it; what is nested stays as it was written. */
export function valueWords(value: unknown): string {
  if (value === null || value === "") return "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
