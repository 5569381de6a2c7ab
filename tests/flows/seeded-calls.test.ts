import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { type Actor, asActor } from "#database";
import {
  checkCalls,
  demandFilters,
  getCall,
  listCalls,
  readCallQuery,
  recordObservations,
} from "#domain/calls";
import { readWebhookEvent, traceCall } from "#domain/webhooks";
import { lookAt, obstacleInSettings } from "../../benchmarks/seed/obstacle.ts";
import { plantCalls } from "../../benchmarks/seed/plant.ts";
import { parseSettings } from "../../src/config/settings.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { databaseUrl, TEMPLATE } from "../support/postgres.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const CALLS = 400;
/** Three plantings on a machine that is busy. */
const PLANTING_TIMEOUT_MS = 120_000;
const PLANTED = { seed: "a test", calls: CALLS, until: new Date("2026-11-01T00:00:00Z"), days: 90 };
const webhook: Actor = { kind: "webhook", source: "retell" };

let admin: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  admin = await signedIn("admin");
  client = await superuser();
  await plantCalls({ ...PLANTED, databaseUrl: world.databaseUrl, after: 0 });
}, PLANTING_TIMEOUT_MS);

interface Planted {
  id: string;
  to_number: string | null;
  patient: string | null;
  reason: string | null;
}

async function planted(): Promise<Planted[]> {
  const { rows } = await client.query<Planted>(
    "select id, to_number, variables ->> 'patient_id' as patient, disconnection_reason as reason from retell_calls",
  );
  return rows;
}

test("what a seeded call's own webhooks say again teaches nothing, in whatever order they come", async () => {
  const state = () =>
    oneRow(
      client,
      `select md5(string_agg(call::text || details::text, '' order by id)) as digest
       from (select id, row(call.status, call.phase, call.field_phases, call.dial_state, call.placed_at, call.variables, call.metadata,
               call.started_at, call.ended_at, call.duration_ms, call.cost_cents, call.failure_message, call.variable_names) as call,
             row(details.transcript, details.extra, details.analysis, details.recording_url, details.complete_phase) as details
             from retell_calls as call left join retell_call_details as details on details.call_id = call.id) as calls`,
    );
  const before = await state();
  const { rows } = await client.query<{ body: Buffer; call_id: string }>(
    "select body, call_id from webhook_events order by content_hash",
  );
  expect(rows.length).toBeGreaterThan(CALLS);
  const sightings = rows.map(({ body }) => readWebhookEvent(body).sighting);
  expect(sightings).not.toContain(null);
  const recorded = await asActor(webhook, (db) =>
    recordObservations(
      db,
      sightings.flatMap((sighting) => sighting ?? []),
    ),
  );
  expect(recorded).toEqual(rows.map(({ call_id }) => ({ callId: call_id, changes: [] })));
  expect(await state()).toEqual(before);
  expect(await oneRow(client, "select count(*)::int as calls from retell_calls")).toEqual({ calls: CALLS });
});

test("a seeded call opens, with the trace of how it came to be", async () => {
  const kinds = new Set<string>();
  for (const { id } of await planted()) {
    const call = await asActor(admin.actor, (db) => getCall(db, id));
    const trace = await asActor(admin.actor, (db) => traceCall(db, id));
    kinds.add(`${call.dialState} ${call.status}`);
    if (call.durationMs) expect(call.transcript.some(({ words }) => words.length > 0)).toBe(true);
    expect(JSON.stringify([call, trace])).not.toContain("5eed5eed");
    if (call.dialState !== "none") expect(call.requestedBy?.name).toBeTruthy();
  }
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(["accepted completed", "accepted failed", "none completed", "refused failed"]),
  );
});

test("a seeded call is found by its number, its patient and its reason", async () => {
  for (const { id, to_number, patient, reason } of (await planted()).slice(0, 30)) {
    for (const q of [
      to_number && `to:${to_number}`,
      patient && `var.patient_id:${patient}`,
      reason && `reason:${reason}`,
    ]) {
      if (!q) continue;
      const found = await asActor(admin.actor, async (db) => {
        const filters = demandFilters(await readCallQuery(db, new URLSearchParams({ q, zone: "UTC" })));
        return listCalls(db, { filters, cursor: null, limit: CALLS });
      });
      expect({ q, found: found.calls.some((call) => call.id === id) }).toEqual({ q, found: true });
    }
  }
});

test("Retell is not asked about seeded calls", async () => {
  expect(await checkCalls("live")).toBe(0);
  expect(await checkCalls("over")).toBe(0);
});

test(
  "the same seed plants the same calls, and more are put beside them",
  async () => {
    const other = await otherDatabase();
    await plantCalls({ ...PLANTED, databaseUrl: other.url, after: 0 });
    expect(await digestOf(other.client)).toEqual(await digestOf(client));
    await plantCalls({ ...PLANTED, databaseUrl: other.url, after: CALLS });
    expect(await digestOf(other.client)).toEqual({ ...(await digestOf(client)), calls: 2 * CALLS });
    await other.drop();
  },
  PLANTING_TIMEOUT_MS,
);

/** Of the calls that came first. */
function digestOf(database: pg.Client) {
  return oneRow<{ digest: string; calls: number }>(
    database,
    `select md5(string_agg(told, '' order by told)) as digest, (select count(*)::int from retell_calls) as calls
     from (select row(id, to_number, retell_call_id, metadata, ended_at, transcript, requested_by)::text as told
           from retell_calls left join retell_call_details on call_id = id order by changed_xid limit ${CALLS}) as first`,
  );
}

async function otherDatabase() {
  const name = `seed_${crypto.randomUUID().replaceAll("-", "")}`;
  await client.query(`create database ${name} template ${TEMPLATE}`);
  const url = databaseUrl(world.databaseUrl, name);
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query(
    "insert into users (id, name, email, role) values ('first', 'First', 'first@example.com', 'admin')",
  );
  const drop = async () => {
    await other.end();
    await client.query(`drop database ${name} with (force)`);
  };
  return { url, client: other, drop };
}

test("nothing is planted where real calls may be", async () => {
  const settings = (given: Record<string, string>) => obstacleInSettings(parseSettings(given));
  expect(settings({ NODE_ENV: "production", RETELL_MODE: "simulator" })).toContain("production");
  expect(settings({ RETELL_API_KEY: "key_real" })).toContain("real Retell");
  expect(settings({ DATABASE_URL: "postgres://someone@db.example.com/switchboard" })).toContain(
    "db.example.com",
  );
  expect(settings({ DATABASE_URL: "postgres://someone@localhost/switchboard" })).toBeNull();
  expect((await lookAt(world.databaseUrl, { add: false })).obstacle).toContain("already holds");
  expect((await lookAt(world.databaseUrl, { add: true })).obstacle).toBeNull();
});
