import type pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { asActor } from "#database";
import { type Callee, listSentLately } from "#domain/calls";
import { FROM, REMINDER, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

const TO = "+12137774445";

let admin: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
});

// No worker runs here: what is asked for waits.
beforeEach(() => client.query("truncate retell_calls cascade"));

const asked = (to: string, cookie = admin.cookie) => ask(`/api/calls/callee?to=${to}`, { cookie });

async function callee(to = encodeURIComponent(TO)): Promise<Callee> {
  const { status, body } = await asked(to);
  expect(status).toBe(200);
  return (body as { callee: Callee }).callee;
}

async function past(besides: { placedAt: string; to?: string; variables?: Record<string, string> }) {
  await client.query(
    `insert into retell_calls (status, phase, placed_at, direction, to_number, from_number, agent_id, agent_name,
       disconnection_reason, variables)
     values ('completed', 4, $1, 'outbound', $2, $3, $4, 'Reminder', 'user_hangup', $5)`,
    [besides.placedAt, besides.to ?? TO, FROM, REMINDER, besides.variables ?? {}],
  );
}

test("of a number it is told where it is, what time it is there, and whether calls are usual then", async () => {
  expect(await callee()).toMatchObject({
    phoneNumber: TO,
    country: "US",
    callingHours: { from: "08:00", to: "21:00" },
    localTimes: [{ timeZone: "America/Los_Angeles", time: expect.stringMatching(/^\d\d:\d\d$/) }],
    isWithinHours: expect.any(Boolean),
    underWay: [],
    lately: [],
  });
});

test("a plus may stand in the address as it is", async () => {
  expect((await callee(TO)).phoneNumber).toBe(TO);
});

test("a number that is answered anywhere has no time", async () => {
  expect(await callee("+18005550100")).toMatchObject({ localTimes: [], isWithinHours: null });
});

test.each(["", "213 777 4445", "2137774445", "%2B1", "nobody"])(
  "“%s” is refused as no number",
  async (to) => {
    expect(await asked(to)).toMatchObject({
      status: 400,
      body: {
        error: { code: "invalid_input", fields: { to: expect.stringMatching(/^Invalid phone number/) } },
      },
    });
  },
);

test("nobody but an admin is told anything", async () => {
  const user = await signedIn("user");
  expect((await asked(TO, user.cookie)).status).toBe(403);
  expect((await ask(`/api/calls/callee?to=${TO}`)).status).toBe(401);
});

test("a call to the number that waits is told with who asked for it, however many ended after it", async () => {
  const { id } = await requestOne(admin, TO);
  expect(await callee()).toMatchObject({ underWay: [{ id }], lately: [] });
  await client.query("update retell_calls set placed_at = '2026-06-01 12:00Z' where id = $1", [id]);
  for (const minute of [1, 2, 3, 4, 5, 6, 7]) await past({ placedAt: `2026-06-01 12:0${minute}Z` });
  const { underWay, lately } = await callee();
  expect(underWay).toMatchObject([{ id, status: "initiated", dialState: "queued", requestedBy: "A admin" }]);
  expect(lately.map(({ placedAt }) => placedAt)).toEqual(
    [7, 6, 5, 4, 3].map((minute) => `2026-06-01T12:0${minute}:00.000Z`),
  );
  expect(lately[0]).toMatchObject({
    status: "completed",
    disconnectionLabel: "The other party hung up",
    requestedBy: null,
  });
});

test("calls to other numbers, and calls from this one, are no calls to it", async () => {
  await requestOne(admin, "+12137774446");
  await client.query(
    "insert into retell_calls (status, direction, from_number, to_number) values ('in_progress', 'inbound', $1, $2)",
    [TO, FROM],
  );
  expect(await callee()).toMatchObject({ underWay: [], lately: [] });
});

test("what was sent lately is given once each, latest first, with the name of whoever was called", async () => {
  const zoe = { customer_name: "Zoë Roe", clinic_name: "North" };
  await past({ placedAt: "2026-06-01 12:00Z", variables: zoe });
  await past({ placedAt: "2026-06-01 12:01Z", to: "+12137774446" });
  await past({ placedAt: "2026-06-01 12:02Z", variables: zoe });
  await past({ placedAt: "2026-06-01 12:03Z", variables: { ...zoe, clinic_name: "South" } });
  const sent = await asActor(admin.actor, listSentLately);
  expect(sent.map(({ phoneNumber, name, variables }) => [phoneNumber, name, variables.clinic_name])).toEqual([
    [TO, "Zoë Roe", "South"],
    [TO, "Zoë Roe", "North"],
    ["+12137774446", null, undefined],
  ]);
  expect(sent[1]).toMatchObject({
    placedAt: "2026-06-01T12:02:00.000Z",
    agentId: REMINDER,
    fromNumber: FROM,
  });
});

test("a call with very much in its variables is not offered again", async () => {
  const long = Array.from({ length: 9_000 }, () => Math.random().toString(36).slice(2, 4)).join("");
  await past({ placedAt: "2026-06-01 12:00Z", variables: { long } });
  expect(await asActor(admin.actor, listSentLately)).toEqual([]);
});
