import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Call } from "#domain/calls";
import { ALL_REASONS, type DisconnectionReason, REASONS } from "../../simulator/calls/reasons.ts";
import { callOnce, FROM, readCall, requestOne } from "../support/calls.ts";
import { startApi, startWorker } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

let admin: TestPerson;
let idOf: (retellCallId: string) => Promise<string | undefined>;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  const client = await superuser();
  idOf = async (retellCallId) => {
    const found = "select id from retell_calls where retell_call_id = $1";
    return (await client.query<{ id: string }>(found, [retellCallId])).rows[0]?.id;
  };
  await startWorker();
});
beforeEach(() => world.simulator.faults.clear());

/** Places a call that ends for a reason, as another program of the same workspace would. */
async function placedElsewhere(reason: DisconnectionReason, toNumber = "+12137776600"): Promise<string> {
  const answer = await fetch(`${world.simulator.url}/v2/create-phone-call`, {
    method: "POST",
    headers: { authorization: "Bearer key_simulated", "content-type": "application/json" },
    body: JSON.stringify({ from_number: FROM, to_number: toNumber, metadata: { simulate: reason } }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { call_id: string }).call_id;
}

const finals = ["completed", "failed", "cancelled"];

/** Our call once it is over, by Retell's id. */
async function overAt(retellCallId: string): Promise<Call> {
  const id = await eventually(
    () => idOf(retellCallId),
    (found) => found !== undefined,
  );
  return callOnce(admin, id ?? "", ({ status }) => finals.includes(status));
}

/** What is the same whether or not anybody answered. */
const completed = ["manual_stopped", "no_concurrency_fallback"];

describe("a call that Retell ends for a reason", () => {
  // Drawn out to their end these two take minutes even when time runs fast.
  const long: readonly string[] = ["max_duration_reached", "inactivity"];

  test.each(ALL_REASONS.filter((reason) => !long.includes(reason)).map((reason) => [reason] as const))(
    "%s: has our status, its reason as Retell wrote it, and words for it",
    async (reason) => {
      const { status, answered } = REASONS[reason];
      const call = await overAt(await placedElsewhere(reason));
      const isCompleted = status === "ended" || completed.includes(reason);
      expect(call).toMatchObject({
        status: isCompleted ? "completed" : "failed",
        disconnectionReason: reason,
        retellStatus: status,
      });
      expect(call.disconnectionLabel).toMatch(/^[A-Z][^_]*$/);
      expect((call.durationMs ?? 0) > 0).toBe(answered);
    },
  );
});

describe("a call that we send", () => {
  test.each([
    ["0001", "failed", "Nobody answered"],
    ["0002", "failed", "The line was busy"],
    ["0003", "failed", "The carrier could not place the call"],
    ["0004", "completed", "Reached voicemail"],
    ["0005", "failed", "The call was declined"],
    ["0006", "completed", "Transferred to another number"],
    ["0007", "failed", "Speech recognition failed"],
    ["0009", "failed", "The number cannot be called"],
  ] as const)("to …%s is %s: %s", async (lastFour, status, words) => {
    const { id } = await requestOne(admin, `+1213777${lastFour}`);
    const call = await callOnce(admin, id, (now) => finals.includes(now.status));
    expect(call).toMatchObject({ status, disconnectionLabel: words });
  });

  test("ends for a reason that nobody has seen yet as Retell's status says, in Retell's own word", async () => {
    world.simulator.faults.set({ unknownReason: { next: 1 } });
    const { id } = await requestOne(admin, "+12137776601");
    const call = await callOnce(admin, id, (now) => finals.includes(now.status));
    expect(call).toMatchObject({ status: "completed", disconnectionLabel: "satellite_link_lost" });
    expect((await readCall(admin, id)).disconnectionReason).toBe("satellite_link_lost");
  });
});
