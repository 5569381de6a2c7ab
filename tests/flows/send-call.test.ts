import { beforeAll, expect, test } from "vitest";
import { asActor } from "#database";
import { type Call, getCall, requestCall } from "#domain/calls";
import { startApi, startWorker } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { world } from "../support/world.ts";

const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";

let admin: TestPerson;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  await startWorker();
});

const read = (id: string) => asActor(admin.actor, (db) => getCall(db, id));

function request(phoneNumber: string, variables: Record<string, string> = {}) {
  return requestCall(admin.actor, { phoneNumber, agentId: REMINDER, fromNumber: "+14157774444", variables });
}

test("a call moves from initiated through ringing and in progress to completed, and its fruits are there", async () => {
  const { call } = await request("+12137774445", { customer_name: "John Doe", appointment_time: "2:00 PM" });
  expect(call.status).toBe("initiated");
  const seen = new Set<string>();
  const done = await eventually<Call>(
    async () => {
      const now = await read(call.id);
      seen.add(now.status);
      return now;
    },
    (now) => now.status === "completed" && now.analysis !== null,
  );
  expect([...seen]).toEqual(expect.arrayContaining(["in_progress", "completed"]));
  expect(done.transcript.length).toBeGreaterThan(4);
  expect(done.transcript.some((entry) => entry.content?.includes("John Doe"))).toBe(true);
  expect(done.analysis?.summary).toContain("John Doe");
  expect(done.hasRecording).toBe(true);
  expect(done.costCents).toBeGreaterThan(0);
  expect(done.requestedBy?.email).toBe(admin.email);
  expect(done.variables).toEqual({ customer_name: "John Doe", appointment_time: "2:00 PM" });
});

test("one request to call is one request to Retell, and the call carries our id", async () => {
  const { call } = await request("+12137775555");
  await eventually(
    () => read(call.id),
    (now) => now.dialState === "accepted",
  );
  const posts = world.simulator.ledger.creates.filter((create) =>
    JSON.stringify(create.body).includes(call.id),
  );
  expect(posts).toHaveLength(1);
});
