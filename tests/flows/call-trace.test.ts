import { beforeAll, expect, test } from "vitest";
import { asActor } from "#database";
import { recordObservations, syncCalls } from "#domain/calls";
import { traceCall } from "#domain/webhooks";
import { readRetellCall } from "#retell";
import { callOnce, letTimePass, readCall, requestOne } from "../support/calls.ts";
import { startApi, startWorker } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver, newRetellId } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

/** As far as the simulated history goes back. */
const WEEK_MS = 8 * 24 * 60 * 60 * 1000;

let admin: TestPerson;
let askRetell: () => Promise<void>;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  askRetell = await letTimePass();
  await startWorker();
});

const traceOf = (callId: string) => asActor(admin.actor, (db) => traceCall(db, callId));
const isOver = ({ analysis }: { analysis: unknown }) => analysis !== null;

test("a call's trace tells from its request to its analysis what was known when, and from which source", async () => {
  const { id } = await requestOne(admin, "+12137774445");
  await callOnce(admin, id, isOver);
  const { steps, isCut } = await traceOf(id);
  expect(isCut).toBe(false);
  expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted());
  expect(steps[0]).toMatchObject({ kind: "deed", line: { action: "call.requested" } });
  const names = steps.map((step) => {
    if (step.kind === "deed") return step.line.action;
    if (step.kind === "webhook") return step.event;
    return step.kind === "dial" ? step.step : step.source;
  });
  expect(names).toEqual(
    expect.arrayContaining([
      "sent",
      "create_call",
      "call.placed",
      "call_started",
      "call_ended",
      "call_analyzed",
    ]),
  );
  expect(names.indexOf("sent")).toBeLessThan(names.indexOf("create_call"));
  expect(steps.find((step) => step.kind === "webhook" && step.event === "call_ended")).toMatchObject({
    verdict: "applied",
    deliveries: 1,
    changes: expect.arrayContaining([expect.objectContaining({ field: "ended_at" })]),
  });
});

test("without webhooks the trace says that Retell was asked, what that taught, and nothing of what taught nothing", async () => {
  world.simulator.faults.set({ drop: true });
  const { id } = await requestOne(admin, "+12137774445");
  await eventually(async () => {
    await askRetell();
    return readCall(admin, id);
  }, isOver);
  const learnt = await readingsOf(id);
  expect(learnt.every((step) => step.changes === null || step.changes.length > 0)).toBe(true);
  expect(learnt.some((step) => step.source === "get_call")).toBe(true);
  await askRetell();
  expect(await readingsOf(id)).toEqual(learnt);
  world.simulator.faults.set({ drop: null });
});

async function readingsOf(id: string) {
  return (await traceOf(id)).steps.filter((step) => step.kind === "reading");
}

test("an answer that only confirms what a list told leaves no trace", async () => {
  const call = readRetellCall({ call_id: newRetellId(), call_status: "not_connected" });
  if (call === null) throw new Error("That is no call.");
  const record = (source: "list_calls" | "get_call") =>
    asActor({ kind: "system", job: "a_job" }, (db) =>
      recordObservations(db, [{ phase: 3, call, complete: source === "get_call", source }]),
    );
  const [first] = await record("list_calls");
  await record("get_call");
  expect(await readingsOf(first?.callId ?? "")).toMatchObject([{ source: "list_calls", changes: null }]);
});

test("of a call that Retell's list showed first it is told that everything was news", async () => {
  await syncCalls({ lookBackMs: WEEK_MS });
  const client = await superuser();
  const { rows } = await client.query(
    "select call_id from call_readings where source = 'list_calls' and changes is null limit 1",
  );
  const { steps } = await traceOf(rows[0].call_id);
  expect(steps[0]).toMatchObject({ kind: "reading", source: "list_calls", changes: null });
});

test("what was learnt of a call before it was known to be ours stands in the trace of ours", async () => {
  const retellId = newRetellId();
  expect(await deliver({ event: "call_started", call: { call_id: retellId } })).toBe(200);
  const client = await superuser();
  const { rows } = await client.query("select id from retell_calls where retell_call_id = $1", [retellId]);
  await client.query("insert into call_readings (call_id, source) values ($1, 'get_call')", [rows[0].id]);
  const ours = await requestOne(admin, "+12135550001");
  await client.query(
    "update retell_calls set retell_call_id = null, dial_state = 'unconfirmed' where id = $1",
    [ours.id],
  );
  expect(
    await deliver({
      event: "call_ended",
      call: { call_id: retellId, metadata: { switchboard_call_id: ours.id } },
    }),
  ).toBe(200);
  const kinds = (await traceOf(ours.id)).steps.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "webhook")).toHaveLength(2);
  expect(kinds).toContain("reading");
});

test("there is nothing to tell of a call that is none", async () => {
  expect(await traceOf("nonsense")).toEqual({ steps: [], isCut: false });
  expect(await traceOf(crypto.randomUUID())).toEqual({ steps: [], isCut: false });
});
