import { beforeAll, expect, test } from "vitest";
import type { CallStatus } from "#domain/calls";
import { callOnce, requestOne } from "../support/calls.ts";
import { startApi, startWorker } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";

let admin: TestPerson;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  await startWorker();
});

const outcomes: [string, CallStatus, string][] = [
  ["0001", "failed", "Nobody answered"],
  ["0002", "failed", "The line was busy"],
  ["0003", "failed", "The carrier could not place the call"],
  ["0004", "completed", "Reached voicemail"],
  ["0005", "failed", "The call was declined"],
  ["0006", "completed", "Transferred to another number"],
  ["0007", "failed", "Speech recognition failed"],
  ["0009", "failed", "The number cannot be called"],
];

test.concurrent.each(outcomes)("a call to a number ending in %s is %s: %s", async (digits, status, words) => {
  const { id } = await requestOne(admin, `+1213777${digits}`);
  const done = await callOnce(admin, id, (call) => call.analysis !== null);
  expect(done).toMatchObject({ status, disconnectionLabel: words, dialState: "accepted" });
});

test.concurrent("a long call is completed, and lasted five minutes or more", async () => {
  const { id } = await requestOne(admin, "+12137770008");
  const done = await callOnce(admin, id, (call) => call.analysis !== null);
  expect(done.status).toBe("completed");
  expect(done.durationMs).toBeGreaterThanOrEqual(5 * 60_000);
});
