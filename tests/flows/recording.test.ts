import { beforeAll, expect, test } from "vitest";
import { dialCall } from "#domain/calls";
import { fetchRecording } from "#retell";
import { callOnce, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

let admin: TestPerson;
let path: string;
let callId: string;
let original: Buffer;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  const { id } = await requestOne(admin, "+12137770301");
  await dialCall(id);
  await callOnce(admin, id, (call) => call.analysis !== null && call.hasRecording);
  callId = id;
  path = `/api/calls/${id}/recording`;
  const { url } = await oneRow<{ url: string }>(
    await superuser(),
    "select recording_url as url from retell_call_details where call_id = $1",
    [id],
  );
  original = Buffer.from(await (await fetch(url)).arrayBuffer());
});

const listen = (headers: Record<string, string> = {}, query = "") =>
  fetch(`${world.appUrl}${path}${query}`, { headers: { cookie: admin.cookie, ...headers } });

test("an admin hears the whole recording, which no cache keeps", async () => {
  const answer = await listen();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "audio/wav"]);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(answer.headers.get("accept-ranges")).toBe("bytes");
  expect(Buffer.from(await answer.arrayBuffer()).equals(original)).toBe(true);
});

test.each([
  ["bytes=0-99", 0, 100],
  ["bytes=1000-2999", 1_000, 3_000],
  ["bytes=-500", -500, undefined],
])("of %s exactly those bytes are given", async (range, from, to) => {
  const answer = await listen({ range });
  const wanted = original.subarray(from, to);
  expect(answer.status).toBe(206);
  const start = from < 0 ? original.length + from : from;
  expect(answer.headers.get("content-range")).toBe(
    `bytes ${start}-${start + wanted.length - 1}/${original.length}`,
  );
  expect(Buffer.from(await answer.arrayBuffer()).equals(wanted)).toBe(true);
});

test("a range beyond the end is answered 416", async () => {
  expect((await listen({ range: `bytes=${original.length + 10}-` })).status).toBe(416);
});

test("the recording with a speaker on each channel is another one", async () => {
  const answer = await listen({}, "?channels=2");
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(original)).toBe(false);
});

test("nobody but an admin hears it", async () => {
  const user = await signedIn("user");
  expect((await ask(path)).status).toBe(401);
  expect((await ask(path, { cookie: user.cookie })).status).toBe(403);
});

test("where a recording lies is never told", async () => {
  const { body } = await ask(`/api/calls/${callId}`, { cookie: admin.cookie });
  expect(JSON.stringify(body)).not.toMatch(/recording[^"]*\.wav/);
});

test.each([
  "/api/health",
  "file:///etc/passwd",
  "http://retellai.com/a.wav",
  "https://retellai.com.evil.example/a.wav",
  "https://evil.example/retellai.com/a.wav",
  "nonsense",
])("an address that is none of Retell's is never fetched: %s", async (address) => {
  const url = address.startsWith("/") ? `${world.appUrl}${address}` : address;
  await expect(fetchRecording(url, null, new AbortController().signal)).rejects.toThrow(
    "is not a known host",
  );
  const client = await superuser();
  const { id } = await oneRow<{ id: string }>(
    client,
    "insert into retell_calls (retell_call_id) values (gen_random_uuid()) returning id",
  );
  await client.query("insert into retell_call_details (call_id, recording_url) values ($1, $2)", [id, url]);
  const answer = await ask(`/api/calls/${id}/recording`, { cookie: admin.cookie });
  expect([404, 502]).toContain(answer.status);
});

test("a call without a recording says so", async () => {
  const { id } = await oneRow<{ id: string }>(
    await superuser(),
    "insert into retell_calls default values returning id",
  );
  expect(await ask(`/api/calls/${id}/recording`, { cookie: admin.cookie })).toMatchObject({
    status: 404,
    body: { error: { message: "This call has no recording." } },
  });
});
