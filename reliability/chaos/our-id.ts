/** The console's own id of a call, in the body of a create or in what Retell tells; null in what others placed. */
export function ourIdIn(call: unknown): string | null {
  if (typeof call !== "object" || call === null || !("metadata" in call)) return null;
  const { metadata } = call;
  if (typeof metadata !== "object" || metadata === null || !("switchboard_call_id" in metadata)) return null;
  return typeof metadata.switchboard_call_id === "string" ? metadata.switchboard_call_id : null;
}
