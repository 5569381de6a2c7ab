import type { Evidence, KeptAttempt } from "./evidence.ts";
import type { Violation } from "./violation.ts";

/** Which lines tell of a state; one of them is there, or the state came about unseen. */
const linesOfState: Record<string, readonly string[]> = {
  accepted: ["call.placed", "call.found_placed", "call.linked"],
  refused: ["call.refused"],
  withdrawn: ["call.withdrawn"],
  not_placed: ["call.not_placed", "call.declared_not_placed"],
  given_up: ["call.given_up"],
  unconfirmed: ["call.unconfirmed"],
};
const linesOfStop: Record<string, string> = {
  sent: "call.stopped",
  moot: "call.over_before_stop",
  given_up: "call.stop_given_up",
};

/** 5: each state that our calls came to has its line, and no line tells of what did not happen. */
export function changesAreAudited({ database }: Pick<Evidence, "database">): Violation[] {
  const written = new Map<string, Map<string, number>>();
  for (const { call_id: id, action, lines } of database.auditLines)
    written.set(id, (written.get(id) ?? new Map()).set(action, lines));
  const attempts = Map.groupBy(database.attempts, ({ call_id: id }) => id);
  const violations: Violation[] = [];
  for (const { row } of database.calls) {
    if (row.requested_at === null) continue;
    const lines = (action: string) => written.get(row.id)?.get(action) ?? 0;
    const wrong = wrongLines(row.dial_state, attempts.get(row.id) ?? [], lines);
    violations.push(...wrong.map((what): Violation => ({ guarantee: 5, what: `Call ${row.id}: ${what}.` })));
  }
  for (const { call_id: id, outcome } of database.stops) {
    const line = linesOfStop[outcome];
    if (line && !written.get(id)?.has(line))
      violations.push({ guarantee: 5, what: `Call ${id}: its stop is ${outcome} without a line ${line}.` });
  }
  return violations;
}

function wrongLines(
  state: string,
  attempts: readonly KeptAttempt[],
  lines: (action: string) => number,
): string[] {
  const wrong: string[] = [];
  if (lines("call.requested") !== 1) wrong.push(`it was requested in ${lines("call.requested")} lines`);
  const told = linesOfState[state];
  if (told && !told.some((action) => lines(action) > 0))
    wrong.push(`it is ${state} without a line ${told.join(" or ")}`);
  // One line for each reason to wait, however often that was found.
  const isPostponed = attempts.some(({ outcome }) => outcome === "postponed");
  if (isPostponed && lines("call.postponed") + lines("call.withdrawn") === 0)
    wrong.push("it was postponed without a line call.postponed");
  if (lines("call.placed") > 1) wrong.push(`it was placed in ${lines("call.placed")} lines`);
  if (lines("call.placed") > 0 && state !== "accepted")
    wrong.push(`a line says it was placed and it is ${state}`);
  return wrong;
}
