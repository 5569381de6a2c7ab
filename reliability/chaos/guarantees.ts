import { forgeriesAreRefused, invented, missing, rowsAgree } from "./agreement.ts";
import { changesAreAudited } from "./audited.ts";
import { nobodyIsStuck, oneAcceptedCreate, wishesAreKept } from "./dialled-once.ts";
import type { Evidence, Recovery, View } from "./evidence.ts";
import type { Violation } from "./violation.ts";

/** Work goes on by itself so soon after the process is back. */
export const RESUME_MS_MAX = 10_000;

/** What no waiting makes good. */
export function findBreaches(evidence: Evidence): Violation[] {
  return [
    ...oneAcceptedCreate(evidence),
    ...wishesAreKept(evidence),
    ...evidence.recoveries.flatMap(resumedInTime),
    ...forgeriesAreRefused(evidence),
  ];
}

/** What is not as it should be in the end, and may still become so. */
export function findLacks(evidence: Evidence): Violation[] {
  return [
    ...acknowledgedAreKept(evidence),
    ...rowsAgree(evidence),
    ...nobodyIsStuck(evidence),
    ...changesAreAudited(evidence),
    ...evidence.views.flatMap((view) => viewAgrees(view, evidence)),
    ...missing(evidence),
    ...invented(evidence),
  ];
}

/** 1: what was answered 2xx is stored, each delivery counted. */
export function acknowledgedAreKept({
  deliveries,
  database,
}: Pick<Evidence, "deliveries" | "database">): Violation[] {
  const acknowledged = new Map<string, number>();
  for (const { event, call_id: callId, status } of deliveries) {
    if (status === null || status < 200 || status > 299) continue;
    const key = `${event} of ${callId}`;
    acknowledged.set(key, (acknowledged.get(key) ?? 0) + 1);
  }
  const stored = new Map(
    database.webhooks.map((kept) => [`${kept.event} of ${kept.retell_call_id}`, kept.deliveries]),
  );
  return [...acknowledged]
    .filter(([key, count]) => (stored.get(key) ?? 0) < count)
    .map(([key, count]) => ({
      guarantee: 1,
      what: `${key} was acknowledged ${count} times and is stored ${stored.get(key) ?? 0} times.`,
    }));
}

/** 4: the process is back, so work goes on. */
function resumedInTime({ struck, resumedAfterMs }: Recovery): Violation[] {
  if (resumedAfterMs !== null && resumedAfterMs <= RESUME_MS_MAX) return [];
  const after = resumedAfterMs === null ? "not at all" : `after ${resumedAfterMs} ms`;
  return [{ guarantee: 4, what: `After ${struck.join(", ")} work resumed ${after}.` }];
}

/** 6: whoever watched sees what whoever reads now sees. */
export function viewAgrees({ habit, rows }: View, { history }: Pick<Evidence, "history">): Violation[] {
  const shown = new Map(rows.map((row) => [row.id, row]));
  const wrong = history.flatMap((call): Violation[] => {
    const seen = shown.get(call.id);
    shown.delete(call.id);
    if (JSON.stringify(seen) === JSON.stringify(call)) return [];
    const what = seen
      ? `shows call ${call.id} as ${seen.status}, which is ${call.status}`
      : `lacks call ${call.id}`;
    return [{ guarantee: 6, what: `A viewer (${habit}) ${what}.` }];
  });
  const gone = [...shown.keys()].map((id): Violation => {
    return { guarantee: 6, what: `A viewer (${habit}) shows call ${id}, which is none.` };
  });
  return [...wrong, ...gone];
}
