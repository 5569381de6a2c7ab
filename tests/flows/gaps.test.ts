import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asActor } from "#database";
import { checkCalls, listSetAside, syncCalls, syncUnstartedCalls } from "#domain/calls";
import { unknownCall } from "../../src/domain/calls/fold.ts";
import { waitFor } from "../../src/domain/calls/plan-checks.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { type ListedCall, pretendList } from "../support/pretend-list.ts";
import { newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const RECENTLY = { lookBackMs: 15 * MINUTE_MS };

let admin: TestPerson;
let client: pg.Client;
let list = pretendList();
/** What get-call answers, by id; everything else is absent. */
let whole = new Map<string, ListedCall>();
let listFails: (body: string) => { status: number; body: unknown } | "hang up" | null = () => null;

beforeAll(async () => {
  admin = await signedIn("admin");
  client = await superuser();
});
beforeEach(async () => {
  list = pretendList();
  whole = new Map();
  listFails = () => null;
  gateway.answerBy(({ url, body }) => {
    if (url === "/v3/list-calls") return listFails(body) ?? { status: 200, body: list.page(body) };
    const [, id = ""] = /^\/v2\/get-call\/(.+)$/.exec(url) ?? [];
    const call = whole.get(id);
    return call ? { status: 200, body: call } : { status: 404, body: { message: "Not found" } };
  });
  await client.query(
    "truncate retell_calls, retell_call_details, call_readings, call_checks, call_stops, dial_attempts, webhook_events, dial_decisions, calls_set_aside, sync_marks",
  );
});

function listed(start: number, fields: Record<string, unknown> = {}): ListedCall {
  const id = newRetellId();
  return {
    call_id: id,
    call_status: "ongoing",
    to_number: "+12137770001",
    start_timestamp: start,
    ...fields,
  };
}
const over = (start: number, end: number, fields: Record<string, unknown> = {}) =>
  listed(start, { call_status: "ended", end_timestamp: end, duration_ms: end - start, ...fields });

/** As if the last sync had been so long ago, and the newest that it saw was then. */
async function syncedAgo(ms: number): Promise<number> {
  const mark = Date.now() - ms;
  await client.query(
    `insert into sync_marks (name, mark, updated_at) values ('calls_synced_to', $1::text, to_timestamp($1::float8 / 1000))
     on conflict (name) do update set mark = excluded.mark, updated_at = excluded.updated_at`,
    [String(mark)],
  );
  return mark;
}
const mark = async () =>
  Number(
    (await oneRow<{ mark: string }>(client, "select mark from sync_marks where name = 'calls_synced_to'"))
      .mark,
  );
const known = async () =>
  (await client.query<{ id: string }>("select retell_call_id as id from retell_calls")).rows
    .map(({ id }) => id)
    .sort();
const idsOf = (...calls: ListedCall[]) => calls.map((call) => call.call_id).sort();

describe("what happened while nobody looked", () => {
  test("a call that was open before the console went off, and ended days later, is found", async () => {
    const before = await syncedAgo(3 * DAY_MS);
    const long = over(before - 5 * HOUR_MS, before + HOUR_MS);
    const late = listed(before - 2 * HOUR_MS);
    const long_past = over(before - 2 * DAY_MS, before - 2 * DAY_MS + MINUTE_MS);
    list.calls = [long, late, long_past];
    await syncCalls(RECENTLY);
    expect(await known()).toEqual(idsOf(long, late));
  });

  test("a call that we believe open is closed by the list, however long ago it began", async () => {
    await syncedAgo(MINUTE_MS);
    const talk = listed(Date.now() - 6 * HOUR_MS);
    await client.query(
      "insert into retell_calls (retell_call_id, status, phase, started_at) values ($1, 'in_progress', 2, now() - interval '6 hours')",
      [talk.call_id],
    );
    list.calls = [{ ...talk, call_status: "ended", end_timestamp: Date.now(), duration_ms: 6 * HOUR_MS }];
    expect(await syncCalls(RECENTLY)).toBe(1);
    expect(await oneRow(client, "select status, phase from retell_calls")).toEqual({
      status: "completed",
      phase: 3,
    });
  });

  test("calls that failed before they started are found at whichever end of the list they stand", async () => {
    for (const unstarted of ["first", "last"] as const) {
      await syncedAgo(MINUTE_MS);
      list.unstarted = unstarted;
      list.pageSize = 2;
      const started = Array.from({ length: 6 }, (_, index) =>
        over(Date.now() - DAY_MS - index, Date.now() - DAY_MS, { call_status: "error" }),
      );
      const never = Array.from({ length: 3 }, () =>
        listed(0, { call_status: "not_connected", start_timestamp: undefined }),
      );
      list.calls = [...started, ...never];
      await syncCalls(RECENTLY);
      await syncUnstartedCalls();
      const found = await known();
      expect(idsOf(...never).filter((id) => !found.includes(id))).toEqual([]);
    }
  });
});

describe("the mark", () => {
  test("follows Retell's clock, so that nothing is missed while ours is two days ahead", async () => {
    const theirs = Date.now() - 2 * DAY_MS;
    list.calls = [over(theirs - HOUR_MS, theirs)];
    await syncCalls(RECENTLY);
    expect(await mark()).toBe(theirs);
    const next = listed(theirs + MINUTE_MS);
    list.calls.push(next);
    expect(await syncCalls(RECENTLY)).toBe(1);
    expect(await mark()).toBe(theirs + MINUTE_MS);
  });

  test("does not run ahead with a call that claims to have begun next year", async () => {
    const now = await syncedAgo(MINUTE_MS);
    list.calls = [listed(now + 365 * DAY_MS)];
    await syncCalls(RECENTLY);
    expect(await mark()).toBeLessThanOrEqual(Date.now());
  });

  test("stays where it was when a page fails, and the next reading brings the rest", async () => {
    const before = await syncedAgo(MINUTE_MS);
    list.pageSize = 2;
    const calls = Array.from({ length: 5 }, (_, index) => listed(Date.now() - index * 1000));
    list.calls = calls;
    listFails = (body) => (body.includes("pagination_key") ? { status: 400, body: { message: "no" } } : null);
    await expect(syncCalls(RECENTLY)).rejects.toThrow("Retell answered 400");
    expect(await mark()).toBe(before);
    expect(await known()).toHaveLength(2);
    listFails = () => null;
    await syncCalls(RECENTLY);
    expect(await known()).toEqual(idsOf(...calls));
    expect(await mark()).toBeGreaterThan(before);
  });

  test("misses nothing when calls come in at the top while pages are read", async () => {
    await syncedAgo(MINUTE_MS);
    list.pageSize = 2;
    const calls = Array.from({ length: 6 }, (_, index) => listed(Date.now() - MINUTE_MS - index * 1000));
    list.calls = [...calls];
    const fresh: ListedCall[] = [];
    listFails = () => {
      fresh.push(listed(Date.now()));
      list.calls = [...calls, ...fresh];
      return null;
    };
    await syncCalls(RECENTLY);
    listFails = () => null;
    await syncCalls(RECENTLY);
    expect(await known()).toEqual(idsOf(...calls, ...fresh));
  });

  test.each([
    ["does not say where its next page is", {}],
    ["gives the same page again", { pagination_key: "again" }],
  ])("does not move when the list %s", async (_how, besides) => {
    const before = await syncedAgo(MINUTE_MS);
    listFails = () => ({ status: 200, body: { items: [], has_more: true, ...besides } });
    await expect(syncCalls(RECENTLY)).rejects.toThrow(/Retell's list (has more pages|gives the same page)/);
    expect(await mark()).toBe(before);
  });

  test("is reached in a few pages also when Retell does not hear what is asked for", async () => {
    await syncedAgo(MINUTE_MS);
    list.ignoresFilters = true;
    list.pageSize = 10;
    list.calls = Array.from({ length: 300 }, (_, index) => over(Date.now() - index * HOUR_MS, Date.now()));
    await syncCalls(RECENTLY);
    expect(list.asked.length).toBeLessThan(20);
  });
});

describe("the first import", () => {
  test("begins again when Retell no longer knows the place where it was interrupted", async () => {
    await client.query(
      "insert into sync_marks (name, mark) values ('calls_import_page', 'a place'), ('calls_import_begun', '0')",
    );
    listFails = (body) => (body.includes("a place") ? { status: 400, body: { message: "bad key" } } : null);
    const calls = [over(Date.now() - DAY_MS, Date.now()), over(Date.now() - 2 * DAY_MS, Date.now())];
    list.calls = calls;
    await syncCalls(RECENTLY);
    expect(await known()).toEqual(idsOf(...calls));
  });

  test("by two workers at once makes each call one row, and is written down once", async () => {
    list.pageSize = 3;
    const calls = Array.from({ length: 20 }, (_, index) => over(Date.now() - index * HOUR_MS, Date.now()));
    list.calls = calls;
    const lines = "select count(*)::int as lines from audit_log where action = 'calls.imported'";
    const before = await oneRow<{ lines: number }>(client, lines);
    await Promise.all([syncCalls(RECENTLY), syncCalls(RECENTLY)]);
    expect(await known()).toEqual(idsOf(...calls));
    expect(await oneRow(client, lines)).toEqual({ lines: before.lines + 1 });
  });
});

describe("a call that cannot be written down", () => {
  /** Random, because what repeats itself is made small enough for an index. */
  const endless = Array.from({ length: 400 }, () => crypto.randomUUID()).join("");
  const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  const setAside = () => asActor(admin.actor, listSetAside);

  test("is set aside with the reason, and the others of its page are not", async () => {
    await syncedAgo(MINUTE_MS);
    const good = Array.from({ length: 4 }, (_, index) => listed(Date.now() - index * 1000));
    const longNumber = listed(Date.now() - 500, { to_number: endless });
    const longId = { ...listed(Date.now() - 1500), call_id: endless };
    const nested = listed(Date.now() - 2500, { metadata: "as deep as it gets" });
    list.calls = [...good, longNumber, longId, nested, { start_timestamp: Date.now() }];
    // Too deep to be written by JSON's own writer.
    listFails = (body) => ({
      status: 200,
      body: JSON.stringify(list.page(body)).replace('"as deep as it gets"', deep),
    });
    await syncCalls(RECENTLY);
    expect(await known()).toEqual(idsOf(...good));
    const aside = new Map((await setAside()).map((call) => [call.retellCallId, call.reason]));
    expect(aside.get(longNumber.call_id)).toContain("index row");
    expect(aside.get(endless.slice(0, 200))).toContain("no call_id");
    expect(aside.get(nested.call_id)).toContain("call stack");
    expect(aside.get("(no id)")).toContain("no call_id");
  });

  test("is not tried again at every reading, and is forgotten when it could be written down", async () => {
    await syncedAgo(MINUTE_MS);
    const odd = listed(Date.now(), { to_number: endless });
    list.calls = [odd];
    await syncCalls(RECENTLY);
    list.calls = [{ ...odd, to_number: "+12137770001" }];
    expect(await syncCalls(RECENTLY)).toBe(0);
    await client.query("update calls_set_aside set retry_at = now()");
    expect(await syncCalls(RECENTLY)).toBe(1);
    expect(await setAside()).toEqual([]);
    expect(await known()).toEqual([odd.call_id]);
  });

  test("is set aside too when it turns out so only when it is asked about", async () => {
    await syncedAgo(MINUTE_MS);
    const call = over(Date.now() - MINUTE_MS, Date.now());
    list.calls = [call];
    whole.set(call.call_id, { ...call, from_number: endless });
    await syncCalls(RECENTLY);
    while ((await checkCalls("over")) > 0);
    expect((await setAside()).map(({ retellCallId }) => retellCallId)).toEqual([call.call_id]);
    const { waits } = await oneRow<{ waits: boolean }>(
      client,
      "select due_at > now() + interval '50 minutes' as waits from call_checks",
    );
    expect(waits).toBe(true);
  });
});

describe("a call that Retell denies", () => {
  async function openCall(): Promise<ListedCall> {
    await syncedAgo(MINUTE_MS);
    const call = listed(Date.now());
    list.calls = [call];
    await syncCalls(RECENTLY);
    // Long ago, so that its age alone is no reason to doubt it.
    await client.query("update retell_calls set placed_at = now() - interval '2 hours'");
    return call;
  }
  const ask = async () => {
    await client.query("update call_checks set due_at = now()");
    await checkCalls("live");
  };
  const state = () => oneRow(client, "select status, failure_message from retell_calls");

  test("once is asked about again, and stays open", async () => {
    const call = await openCall();
    await ask();
    expect(await state()).toEqual({ status: "in_progress", failure_message: null });
    whole.set(call.call_id, call);
    await ask();
    expect(await oneRow(client, "select absent_since from call_checks")).toEqual({ absent_since: null });
  });

  test("for an hour without a break is closed, with the reason, and opens again when it turns up", async () => {
    const call = await openCall();
    await ask();
    await client.query("update call_checks set absent_since = now() - interval '61 minutes'");
    await ask();
    expect(await state()).toEqual({
      status: "failed",
      failure_message: expect.stringContaining("Retell no longer knows this call"),
    });
    expect((await client.query("select from call_checks")).rowCount).toBe(0);
    expect((await client.query("select from audit_log where action = 'call.gone'")).rowCount).toBe(1);
    // It says nothing new; that it is there is the news.
    await syncCalls(RECENTLY);
    expect(await state()).toEqual({ status: "in_progress", failure_message: null });
    list.calls = [over(Number(call.start_timestamp), Date.now(), { call_id: call.call_id })];
    await syncCalls(RECENTLY);
    expect(await state()).toEqual({ status: "completed", failure_message: null });
  });
});

describe("patience", () => {
  const row = { id: "", placed_at: new Date(0), stop_requested_at: null };

  test("with a call that is not over never ends, however long it has been open", () => {
    for (const phase of [0, 1, 2] as const)
      for (const age of [25 * HOUR_MS, 3 * DAY_MS, 300 * DAY_MS])
        expect(
          waitFor({ row, folded: { ...unknownCall(), phase }, completePhase: -1 }, age),
        ).toBeLessThanOrEqual(DAY_MS);
  });

  test("brings the whole of a call whose analysis came days after its end", () => {
    const folded = { ...unknownCall(), phase: 4 as const, ended_at: 0 };
    expect(waitFor({ row, folded, completePhase: 3 }, 2 * DAY_MS)).not.toBeNull();
    expect(waitFor({ row, folded, completePhase: 4 }, 2 * DAY_MS)).toBeNull();
  });
});
