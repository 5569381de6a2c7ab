import fc from "fast-check";
import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { refreshWorkspace } from "#domain/agents";
import { FROM, REMINDER } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver, newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const RUNS = 150;

let client: pg.Client;
let admin: TestPerson;
beforeAll(async () => {
  startApi();
  client = await superuser();
  admin = await signedIn("admin");
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
});

const oddText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\0", "\ud800", "__proto__", "", "+14155550000", "9".repeat(400), "NaN"),
);
const odd = fc.oneof(
  oddText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.constantFrom(null, true, 1e308, -1, 2 ** 53, [], {}),
);
const fields = [
  "call_id",
  "call_status",
  "start_timestamp",
  "end_timestamp",
  "duration_ms",
  "to_number",
  "metadata",
  "call_cost",
  "call_analysis",
  "transcript",
  "transcript_object",
  "transcript_with_tool_calls",
  "retell_llm_dynamic_variables",
  "agent_version",
  "disconnection_reason",
  "a_new_field",
];
const oddCall = fc
  .dictionary(fc.constantFrom(...fields), odd)
  .map((call) => ({ call_id: newRetellId(), ...call }));
const oddEvent = fc.record({
  event: fc.oneof(
    fc.constantFrom("call_started", "call_ended", "call_analyzed", "transcript_updated", "transfer_bridged"),
    odd,
  ),
  call: fc.oneof({ weight: 4, arbitrary: oddCall }, { weight: 1, arbitrary: odd }),
  transfer_destination: odd,
});
const bytes = fc.oneof(
  { weight: 4, arbitrary: oddEvent.map((event) => Buffer.from(JSON.stringify(event))) },
  { weight: 1, arbitrary: odd.map((value) => Buffer.from(JSON.stringify(value) ?? "")) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)) },
);

/** What no delivery may leave behind: a call and its log that do not belong together. */
async function halfWritten(): Promise<unknown> {
  return oneRow(
    client,
    `select (select count(*)::int from webhook_events where verdict = 'applied' and (call_id is null or changes is null)) as applied_to_nothing,
            (select count(*)::int from webhook_events where verdict <> 'applied' and call_id is not null) as called_without_effect,
            (select count(*)::int from retell_calls as call where requested_by is null
               and not exists (select from webhook_events where call_id = call.id)) as calls_of_nobody,
            (select count(*)::int from retell_calls as call where phase > 0
               and not exists (select from retell_call_details where call_id = call.id)) as without_details`,
  );
}
const nothingHalf = {
  applied_to_nothing: 0,
  called_without_effect: 0,
  calls_of_nobody: 0,
  without_details: 0,
};

test("whatever is delivered under a good signature is stored whole and acknowledged", async () => {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(bytes, async (body) => {
      expect(await deliver(body)).toBe(200);
      sent += 1;
    }),
    { numRuns: RUNS },
  );
  const { stored } = await oneRow<{ stored: number }>(
    client,
    "select sum(deliveries)::int as stored from webhook_events",
  );
  expect(stored).toBe(sent);
  expect(await halfWritten()).toEqual(nothingHalf);
});

test("every stored delivery can be opened, downloaded and replayed, whatever it holds", async () => {
  const { rows } = await client.query<{ id: string }>("select id from webhook_events limit 60");
  for (const { id } of rows) {
    const answers = [
      await fetch(`${world.appUrl}/api/webhook-log/${id}`, { headers: { cookie: admin.cookie } }),
      await fetch(`${world.appUrl}/api/webhook-log/${id}/body`, { headers: { cookie: admin.cookie } }),
      await fetch(`${world.appUrl}/api/webhook-log/${id}/replay`, {
        method: "POST",
        headers: { cookie: admin.cookie },
      }),
    ];
    const [opened, body, replayed] = answers.map(({ status }) => status);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    expect([opened, body]).toEqual([200, 200]);
    expect([200, 409]).toContain(replayed);
  }
  expect(await halfWritten()).toEqual(nothingHalf);
});

test("whatever is delivered without a good signature is refused, and leaves nothing", async () => {
  const before = await oneRow(client, "select count(*)::int as events from webhook_events");
  const signature = fc.oneof(
    fc.constant(null),
    fc.constantFrom("v=1,d=00", `v=${Date.now()},d=${"0".repeat(64)}`, "v=,d="),
    fc.string({ unit: "grapheme-ascii" }).map((text) => text.trim() || "x"),
  );
  await fc.assert(
    fc.asyncProperty(bytes, signature, async (body, given) => {
      expect(await deliver(body, given)).toBe(401);
    }),
    { numRuns: RUNS },
  );
  expect(await oneRow(client, "select count(*)::int as events from webhook_events")).toEqual(before);
});

const oddRequest = fc
  .tuple(
    fc.constantFrom({}, { phoneNumber: "+12137774445", agentId: REMINDER, fromNumber: FROM, variables: {} }),
    fc.dictionary(
      fc.constantFrom("phoneNumber", "agentId", "fromNumber", "variables", "requestKey", "another"),
      odd,
      { maxKeys: 3 },
    ),
  )
  .map(([whole, oddities]) => ({ ...whole, ...oddities }));
const requestBody = fc.oneof(
  { weight: 4, arbitrary: oddRequest.map((request) => Buffer.from(JSON.stringify(request))) },
  { weight: 1, arbitrary: bytes },
);

test("whatever is sent to place a call is answered below 500, and makes a whole call or none", async () => {
  await fc.assert(
    fc.asyncProperty(requestBody, fc.boolean(), fc.boolean(), async (body, isJson, isSigned) => {
      const answer = await fetch(`${world.appUrl}/api/calls`, {
        method: "POST",
        headers: {
          "content-type": isJson ? "application/json" : "text/plain",
          ...(isSigned ? { cookie: admin.cookie } : {}),
        },
        body: new Uint8Array(body),
      });
      const said = await answer.text();
      expect([answer.status < 500, said]).toEqual([true, said]);
      expect(() => JSON.parse(said)).not.toThrow();
      if (!isSigned) expect(answer.status).toBe(401);
    }),
    { numRuns: RUNS },
  );
  const half = await oneRow(
    client,
    `select count(*)::int as calls from retell_calls as call where requested_by is not null
     and not exists (select from audit_log where call_id = call.id and action = 'call.requested')`,
  );
  expect(half).toEqual({ calls: 0 });
});
