import { beforeAll, expect, test } from "vitest";
import { asActor } from "#database";
import { refreshWorkspace, setAgentWebhook } from "#domain/agents";
import { listTransfers } from "#domain/webhooks";
import { callOnce, REMINDER, readCall, requestOne } from "../support/calls.ts";
import { startApi, startWorker } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { watch } from "../support/live-stream.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver, eventsOf, newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const everything = [
  "call_started",
  "call_ended",
  "call_analyzed",
  "transcript_updated",
  "transfer_started",
  "transfer_bridged",
  "transfer_cancelled",
  "transfer_ended",
] as const;

let admin: TestPerson;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
  await setAgentWebhook(admin.actor, REMINDER, {
    url: `${world.appUrl}/api/webhooks/retell`,
    events: everything,
    replaces: { url: null, events: null },
  });
  await startWorker();
});

const transfersOf = (callId: string) => asActor(admin.actor, (db) => listTransfers(db, callId));

test("the transcript grows while people talk, and whoever watches hears of it each time", async () => {
  const watcher = await watch(admin.cookie);
  const retellId = newRetellId();
  const { started } = eventsOf(retellId);
  expect(await deliver(started)).toBe(200);
  const question = "select id from retell_calls where retell_call_id = $1";
  const { id } = await oneRow<{ id: string }>(await superuser(), question, [retellId]);
  const timesHeard = () => watcher.events.filter(({ data }) => data.ids?.includes(id)).length;
  const spoken = ["Hello!", "Who is this?", "Your clinic."].map((content, place) => ({
    ...{ role: place % 2 === 0 ? "agent" : "user", content },
    words: [],
  }));
  for (let count = 1; count <= spoken.length; count += 1) {
    const heardBefore = await eventually(timesHeard, (times) => times >= count);
    const call = { ...started.call, transcript_with_tool_calls: spoken.slice(0, count) };
    expect(await deliver({ event: "transcript_updated", call })).toBe(200);
    expect(await readCall(admin, id)).toMatchObject({
      status: "in_progress",
      transcript: spoken.slice(0, count).map(({ role, content }) => ({ role, content })),
    });
    await eventually(timesHeard, (times) => times > heardBefore);
  }
  watcher.leave();
});

test("a transfer's steps stand on its call, with destination and time, in their order", async () => {
  const { id } = await requestOne(admin, "+14155550006");
  await callOnce(admin, id, ({ analysis }) => analysis !== null);
  const steps = await eventually(
    () => transfersOf(id),
    (seen) => seen.length === 3,
  );
  expect(new Set(steps.map(({ event }) => event))).toEqual(
    new Set(["transfer_started", "transfer_bridged", "transfer_ended"]),
  );
  expect(steps.find(({ event }) => event === "transfer_started")?.destination).toMatch(/^\+\d+$/);
  expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted());
});

test.each([
  ["+14157774400", "+14157774400"],
  [{ number: "+14157774400", extension: "12" }, "+14157774400 ext. 12"],
  [{ number: "+14157774400", extension: null }, "+14157774400"],
  [{ sip: 7 }, null],
  [undefined, null],
])("a transfer to %j leads to %s", async (destination, words) => {
  const retellId = newRetellId();
  const body = {
    event: "transfer_cancelled",
    transfer_destination: destination,
    call: { call_id: retellId },
  };
  expect(await deliver(body)).toBe(200);
  const client = await superuser();
  const { rows } = await client.query("select id from retell_calls where retell_call_id = $1", [retellId]);
  expect(await transfersOf(rows[0].id)).toEqual([
    expect.objectContaining({ event: "transfer_cancelled", destination: words }),
  ]);
});
