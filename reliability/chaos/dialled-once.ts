import type { Evidence } from "./evidence.ts";
import { ourIdIn } from "./our-id.ts";
import type { Violation } from "./violation.ts";

/** So long the console itself looks for a call whose placing was never answered, and a little. */
export const LOOK_UP_MS = 10 * 60_000 + 30_000;

/** 3: of one call of ours Retell accepted at most one create, was sent none after it, and has at most one. */
export function oneAcceptedCreate({
  creates,
  retellCalls,
}: Pick<Evidence, "creates" | "retellCalls">): Violation[] {
  const violations: Violation[] = [];
  const accepted = new Set<string>();
  for (const { body, accepted: isAccepted } of creates) {
    const id = ourIdIn(body);
    if (id === null) continue;
    if (accepted.has(id))
      violations.push({
        guarantee: 3,
        what: `Call ${id} was sent to Retell again after it had accepted it.`,
      });
    if (isAccepted) accepted.add(id);
  }
  const placed = Map.groupBy(retellCalls, (call) => ourIdIn(call) ?? "");
  placed.delete("");
  for (const [id, calls] of placed)
    if (calls.length > 1)
      violations.push({ guarantee: 3, what: `Retell placed call ${id} ${calls.length} times.` });
  return violations;
}

/** 3: whatever was answered 2xx exists, and one key is one call. */
export function wishesAreKept({ wishes, database }: Pick<Evidence, "wishes" | "database">): Violation[] {
  const kept = new Map(database.calls.map(({ row }) => [row.id, row]));
  return wishes.flatMap(({ requestKey, answers }) => {
    const taken = answers.filter(({ status }) => status === 200 || status === 201);
    const ids = new Set(taken.map(({ callId }) => callId ?? ""));
    const violations: Violation[] = [...ids]
      .filter((id) => !kept.has(id))
      .map((id) => ({ guarantee: 3, what: `Call ${id} was promised and does not exist.` }));
    if (ids.size > 1)
      violations.push({ guarantee: 3, what: `The key ${requestKey} gave ${ids.size} calls.` });
    for (const { status } of answers)
      if (status >= 400 && status < 500)
        violations.push({ guarantee: 3, what: `A good request for a call was refused with ${status}.` });
    const made = taken.filter(({ status }) => status === 201).length;
    if (made > 1) violations.push({ guarantee: 3, what: `The key ${requestKey} made a call ${made} times.` });
    return violations;
  });
}

/** 3: no call waits for ever. One whose placing was not answered may be looked for, if Retell really has none. */
export function nobodyIsStuck({
  database,
  retellCalls,
  at,
}: Pick<Evidence, "database" | "retellCalls" | "at">): Violation[] {
  const placed = new Set(retellCalls.map((call) => ourIdIn(call)));
  const lookedFor = new Set(lookedUp({ database, at }));
  return database.calls
    .filter(({ row }) => ["queued", "dialling", "unconfirmed"].includes(row.dial_state))
    .filter(({ row }) => row.dial_state !== "unconfirmed" || placed.has(row.id) || !lookedFor.has(row.id))
    .map(({ row }) => ({ guarantee: 3, what: `Call ${row.id} is still ${row.dial_state}.` }));
}

/** The calls that are unconfirmed and may still be so. */
export function lookedUp({ database, at }: Pick<Evidence, "database" | "at">): string[] {
  const sentAt = new Map(
    database.attempts.map(({ call_id: id, started_at: started }) => [id, started.getTime()]),
  );
  return database.calls
    .filter(({ row }) => row.dial_state === "unconfirmed" && at - (sentAt.get(row.id) ?? 0) < LOOK_UP_MS)
    .map(({ row }) => row.id);
}
