import type { ServerResponse } from "node:http";
import { asActor } from "#database";
import { cancelCall, dialOnRequest, listCallsById, readCallFilters, requestCall } from "#domain/calls";
import type { AdminActor } from "#domain/people";
import { replayWebhook } from "#domain/webhooks";
import { liveHub } from "#live";
import { LiveStream } from "../../src/api/live.ts";
import { webhookDoor } from "../../src/api/webhooks/retell.ts";
import { timers } from "../../src/worker/schedule.ts";
import { tasks } from "../../src/worker/tasks.ts";
import { acknowledged } from "./checks/acknowledged.ts";
import { atRest } from "./checks/at-rest.ts";
import { audit } from "./checks/audit.ts";
import { dialledOnce } from "./checks/dialled-once.ts";
import { finalRows } from "./checks/final-rows.ts";
import { verdicts } from "./checks/verdicts.ts";
import { viewers } from "./checks/viewers.ts";
import type { RealDatabase } from "./database/real-database.ts";
import { PERSON } from "./database/template.ts";
import type { Listen, System, Web } from "./system.ts";

const person: AdminActor = { kind: "person", id: PERSON, ipAddress: null };
const noFilters = readCallFilters(new URLSearchParams()).filters;
/** The workspace's lists are there from the beginning. */
const NOT_SIMULATED = "refresh agents and numbers";
/** A process of ours never ends in order here: it is killed. */
const neverStopped = new AbortController().signal;

/** The program itself: its own doors, verbs and timers. */
export const switchboard: System = {
  name: "switchboard",
  sql: [],
  hasViewers: true,
  checks: [acknowledged, finalRows, dialledOnce, verdicts, atRest, audit, viewers],
  startWeb,
  startWorker: (listen) =>
    void dialOnRequest((channels, listener) => {
      listen(channels, listener);
      return { stop: async () => undefined };
    }),
  timers: timers
    .filter(({ name }) => name !== NOT_SIMULATED)
    .map((timer) => ({ ...timer, work: () => timer.work(neverStopped) })),
  async doJob(name, payload) {
    const task = (tasks as Record<string, (payload: never) => Promise<void>>)[name];
    if (!task) throw new Error(`Nobody does the job ${name}.`);
    await task(payload as never);
  },
  agenda,
  unfinished,
};

function startWeb(listen: Listen): Web {
  const door = webhookDoor();
  const hub = liveHub((channels, listener) => {
    listen(channels, listener);
    return { stop: async () => undefined };
  });
  return {
    receive: (request, response) => door.handle(request, response),
    requestCall: async (input) => (await requestCall(person, input)).call.id,
    cancelCall: async (callId) => void (await cancelCall(person, callId)),
    replay: async (deliveryId) => void (await replayWebhook(person, deliveryId)),
    watch(response, lastEventId) {
      const stream = new LiveStream(person, async () => true, response as unknown as ServerResponse);
      stream.run(hub, lastEventId);
    },
    read: (ids) =>
      asActor(person, async (db) => {
        const rows = db.selectFrom("retell_calls").select(["id", "changed_xid"]).orderBy("id");
        const found = await (ids === "all" ? rows : rows.where("id", "in", ids)).execute();
        // Asked first, so that a change which comes in between shows as unseen rather than as seen.
        const versions = new Map(found.map(({ id, changed_xid }) => [id, changed_xid]));
        const { calls } = await listCallsById(db, [...versions.keys()], noFilters);
        return calls.map((call) => ({ ...call, version: versions.get(call.id) }));
      }),
  };
}

async function agenda(database: RealDatabase): Promise<Record<string, number>> {
  const [row] = await database.look<Record<string, string | null>>(`
    select
      extract(epoch from least(
        (select min(attempt.leased_until) from dial_attempts as attempt where outcome = 'started'),
        (select min(dial_after) + interval '3 seconds' from retell_calls
          where dial_state = 'queued' and wait_reason is null),
        (select timestamptz '2000-01-01' from dial_attempts as attempt join retell_calls as call on call.id = call_id
          where outcome in ('unknown', 'not_placed') and dial_state = 'accepted' limit 1)
      )) * 1000 as "recover dials",
      (select 0 from retell_calls where dial_state = 'queued' limit 1) as "dial waiting calls",
      (select extract(epoch from min(due_at)) * 1000 from call_checks where is_live) as "check live calls",
      (select extract(epoch from min(due_at)) * 1000 from call_checks where not is_live) as "check calls that are over",
      (select extract(epoch from min(stop.due_at)) * 1000
        from call_stops as stop join retell_calls as call on call.id = stop.call_id
        where outcome = 'wanted' and (status in ('completed', 'failed', 'cancelled') or retell_call_id is not null)
      ) as "stop calls",
      (select extract(epoch from min(run_at)) * 1000 from graphile_worker._private_jobs where locked_at is null) as jobs
  `);
  return Object.fromEntries(
    Object.entries(row ?? {}).map(([name, due]) => [
      name,
      due === null ? Number.POSITIVE_INFINITY : Number(due),
    ]),
  );
}

/** A call that nobody could find out about comes to rest with the question that a person is asked. */
async function unfinished(database: RealDatabase): Promise<string[]> {
  const rows = await database.look<{ what: string }>(`
    with asked as (select id from retell_calls where dial_state = 'unconfirmed' and decision_wanted_at is not null)
    select format('the call %s is %s', id, dial_state) as what from retell_calls
      where dial_state in ('queued', 'dialling', 'unconfirmed') and id not in (select id from asked)
    union all select format('an attempt to dial %s is %s', call_id, outcome) from dial_attempts
      where outcome in ('started', 'unknown') and call_id not in (select id from asked)
    union all select format('Retell is still to be asked about %s', call_id) from call_checks
      where call_id not in (select id from asked)
    union all select format('the call %s is still to be stopped', call_id) from call_stops
      where outcome = 'wanted' and call_id not in (select id from asked)
  `);
  return rows.map(({ what }) => what);
}
