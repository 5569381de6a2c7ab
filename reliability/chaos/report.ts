import { lookedUp } from "./dialled-once.ts";
import { ourIdIn } from "./our-id.ts";
import { wordsFor } from "./plan.ts";
import type { ChaosResult } from "./run-chaos.ts";

const DETAILS_MAX = 40;

/** What happened and what came of it, as a table for a terminal. */
export function report(result: ChaosResult): string {
  const { violations, bursts } = result;
  return [
    `Seed ${result.seed}, ${seconds(result.tookMs)} in all`,
    "",
    "Disturbances",
    ...table(disturbancesByKind(bursts)),
    "",
    "What was asked, sent and stored",
    ...table(figures(result)),
    "",
    "From the moment when everything that was struck was back until work went on, in ms",
    ...table(recoveryTimes(result)),
    "",
    `Guarantees 1 to 7: ${violations.length} violations`,
    ...violations.slice(0, DETAILS_MAX).map(({ guarantee, what }) => `  (${guarantee}) ${what}`),
    ...(violations.length > DETAILS_MAX ? [`  … and ${violations.length - DETAILS_MAX} more`] : []),
  ].join("\n");
}

type Row = [string, string];

function disturbancesByKind(bursts: ChaosResult["bursts"]): Row[] {
  const all = bursts.flatMap(({ disturbances }) =>
    disturbances.map(({ disturbance }) => wordsFor(disturbance)),
  );
  const counted = [...Map.groupBy(all, (words) => words)].map(
    ([words, same]): Row => [words, String(same.length)],
  );
  return [
    ...counted.sort(([left], [right]) => left.localeCompare(right)),
    ["in all", `${all.length} in ${bursts.length} bursts`],
  ];
}

function figures({ evidence, load, settledAfterMs, endedByThemselves }: ChaosResult): Row[] {
  const { wishes, creates, deliveries, database, retellCalls, views, forgeries } = evidence;
  const ours = creates.filter(({ body }) => ourIdIn(body) !== null);
  const promised = wishes.filter(({ answers }) =>
    answers.some(({ status }) => status === 200 || status === 201),
  );
  const unanswered = wishes.reduce((sum, wish) => sum + wish.unanswered, 0);
  const acknowledged = deliveries.filter(({ status }) => status === 200);
  const placed = database.calls.filter(({ row }) => row.dial_state === "accepted");
  const others = count(retellCalls, (call) => ourIdIn(call) === null);
  const inbound = count(retellCalls, ({ direction }) => direction === "inbound");
  return [
    [
      "calls asked for",
      `${wishes.length}, of which ${promised.length} were promised; ${unanswered} requests without an answer`,
    ],
    [
      "create-phone-call for them",
      `${ours.length} sent, ${count(ours, ({ accepted }) => accepted)} accepted, ${placed.length} calls placed`,
    ],
    ["wishes to stop a call", String(load.callers.stops.length)],
    [
      "calls past the console",
      `${inbound} inbound, ${others - inbound} from elsewhere, those before it included`,
    ],
    [
      "calls at Retell, and here",
      `${retellCalls.length}, ${count(database.calls, ({ row }) => row.retell_call_id !== null)}`,
    ],
    ["webhook deliveries", `${deliveries.length} sent, ${acknowledged.length} acknowledged`],
    [
      "forged webhooks",
      `${forgeries.length} answered, ${count(forgeries, ({ status }) => status === 401)} of them 401, ${database.forged} stored`,
    ],
    [
      "viewers",
      `${views.length}, whose streams were opened ${load.viewers.reduce((sum, { opened }) => sum + opened, 0)} times`,
    ],
    ["unconfirmed calls still looked up", String(lookedUp(evidence).length)],
    ["programs that ended by themselves", endsInWords(endedByThemselves)],
    [
      "all right after the last disturbance",
      settledAfterMs === null ? "never" : `within ${seconds(settledAfterMs)}`,
    ],
  ];
}

function endsInWords(ends: readonly string[]): string {
  const counted = [...Map.groupBy(ends, (words) => words)].map(
    ([words, same]) => `${words} ${same.length} times`,
  );
  return counted.length === 0 ? "none" : counted.join(", ");
}

function recoveryTimes({ evidence: { recoveries } }: ChaosResult): Row[] {
  const all = recoveries.map(({ resumedAfterMs }) => resumedAfterMs);
  const withPauses = recoveries.map(({ inAllMs }) => inAllMs);
  return [
    ["recoveries", spread(all)],
    ["with the disturbance itself and the pause before a restart", spread(withPauses)],
  ];
}

function spread(times: readonly (number | null)[]): string {
  const sorted = times.filter((time) => time !== null).sort((left, right) => left - right);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? "none";
  return `${sorted.length} of ${times.length}: p50 ${at(0.5)}, p95 ${at(0.95)}, max ${sorted.at(-1) ?? "none"}`;
}

function count<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length;
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
