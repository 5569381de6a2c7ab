import fc from "fast-check";
import type Retell from "retell-sdk";
import { expect, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, get, type PhoneCall, place, refusal, start } from "./support.ts";

type Criteria = Retell.CallListParams.FilterCriteria;

const HISTORY = 150;

async function startWithHistory() {
  const { retell, simulator } = await start({ history: HISTORY });
  const calls = await Promise.all(simulator.calls().map(({ callId }) => get(retell, callId)));
  return { retell, simulator, calls };
}

async function ids(retell: Retell, body: Retell.CallListParams): Promise<string[]> {
  return (await retell.call.list({ limit: 1000, ...body })).items.map(({ call_id }) => call_id);
}

test("the past week is there, newest first, without transcripts", async () => {
  const { retell } = await startWithHistory();
  const page = await retell.call.list({ include_total: true });
  expect(page).toMatchObject({ has_more: true, total: HISTORY });
  expect(page.items).toHaveLength(50);
  const starts = page.items.map(({ start_timestamp }) => start_timestamp ?? 0);
  expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  const weekAgo = Date.now() - 8 * 24 * 3_600_000;
  for (const item of page.items) {
    expect(item).not.toHaveProperty("transcript");
    expect(item).not.toHaveProperty("transcript_object");
    expect(item).not.toHaveProperty("transcript_with_tool_calls");
    expect(item.call_analysis).toBeDefined();
    expect(item.start_timestamp).toBeGreaterThan(weekAgo);
    expect(item.end_timestamp).toBeLessThan(Date.now());
  }
});

/** Each filter beside what it means, said again in other words. */
const FILTERS: [string, Criteria, (call: PhoneCall) => boolean][] = [
  [
    "agent",
    { agent: [{ agent_id: AGENT_IDS.frontDesk }, { agent_id: AGENT_IDS.billingFollowUp, version: [7] }] },
    (call) => call.agent_id === AGENT_IDS.frontDesk || call.agent_id === AGENT_IDS.billingFollowUp,
  ],
  ["agent of another version", { agent: [{ agent_id: AGENT_IDS.frontDesk, version: [99] }] }, () => false],
  [
    "status",
    { call_status: { type: "enum", op: "in", value: ["not_connected", "error"] } },
    (call) => call.call_status !== "ended",
  ],
  [
    "direction",
    { direction: { type: "enum", op: "in", value: ["inbound"] } },
    (call) => call.direction === "inbound",
  ],
  [
    "reason",
    { disconnection_reason: { type: "enum", op: "in", value: ["voicemail_reached", "dial_busy"] } },
    (call) => ["voicemail_reached", "dial_busy"].includes(call.disconnection_reason ?? ""),
  ],
  [
    "sentiment",
    { user_sentiment: { type: "enum", op: "in", value: ["Positive"] } },
    (call) => call.call_analysis?.user_sentiment === "Positive",
  ],
  ["type", { call_type: { type: "enum", op: "in", value: ["web_call"] } }, () => false],
  [
    "success",
    { call_successful: { type: "boolean", op: "eq", value: true } },
    (call) => call.call_analysis?.call_successful === true,
  ],
  [
    "voicemail",
    { in_voicemail: { type: "boolean", op: "eq", value: true } },
    (call) => call.call_analysis?.in_voicemail === true,
  ],
  [
    "from, starts with",
    { from_number: { type: "string", op: "sw", value: "+44" } },
    (call) => call.from_number.startsWith("+44"),
  ],
  [
    "to, contains",
    { to_number: { type: "string", op: "co", value: "555" } },
    (call) => call.to_number.includes("555"),
  ],
  [
    "to, differs",
    { to_number: { type: "string", op: "ne", value: "+14157774444" } },
    (call) => call.to_number !== "+14157774444",
  ],
  [
    "duration",
    { duration_ms: { type: "number", op: "gt", value: 30_000 } },
    (call) => (call.duration_ms ?? 0) > 30_000,
  ],
  [
    "cost",
    { combined_cost: { type: "range", op: "bt", value: [5, 9] } },
    (call) => (call.call_cost?.combined_cost ?? 0) >= 5 && (call.call_cost?.combined_cost ?? 0) <= 9,
  ],
  [
    "latency",
    { e2e_latency_p50: { type: "number", op: "le", value: 1_000 } },
    (call) => (call.latency?.e2e?.p50 ?? Number.POSITIVE_INFINITY) <= 1_000,
  ],
  [
    "metadata",
    { metadata: [{ type: "string", op: "eq", key: "campaign", value: "open-balances" }] },
    (call) => campaignOf(call) === "open-balances",
  ],
  [
    "metadata, absent",
    { metadata: [{ type: "present", op: "np", key: "campaign" }] },
    (call) => campaignOf(call) === undefined,
  ],
  [
    "variables",
    { dynamic_variables: [{ type: "enum", op: "in", key: "doctor_name", value: ["Dr. Chen"] }] },
    (call) => call.retell_llm_dynamic_variables?.doctor_name === "Dr. Chen",
  ],
  [
    "analysis data",
    { custom_analysis_data: [{ type: "number", op: "ge", key: "score", value: 4 }] },
    (call) => Number((call.call_analysis?.custom_analysis_data as { score?: number })?.score) >= 4,
  ],
  [
    "failed tools",
    { tool_calls: [{ type: "custom", success: { type: "boolean", op: "eq", value: false } }] },
    (call) =>
      call.transcript_with_tool_calls?.some(
        (entry) => entry.role === "tool_call_result" && entry.successful === false,
      ) ?? false,
  ],
  [
    "two at once",
    {
      direction: { type: "enum", op: "in", value: ["outbound"] },
      duration_ms: { type: "number", op: "eq", value: 0 },
    },
    (call) => call.direction === "outbound" && call.duration_ms === 0,
  ],
];

const MEANS_NONE = ["agent of another version", "type"];

function campaignOf(call: PhoneCall): unknown {
  return (call.metadata as { campaign?: string } | undefined)?.campaign;
}

test("each filter finds just the calls it means", async () => {
  const { retell, calls } = await startWithHistory();
  for (const [name, criteria, means] of FILTERS) {
    const expected = calls.filter(means).map(({ call_id }) => call_id);
    expect(expected.length > 0, `${name} means some calls`).toBe(!MEANS_NONE.includes(name));
    const found = await ids(retell, { filter_criteria: criteria });
    expect(found.toSorted(), name).toEqual(expected.toSorted());
  }
});

test("a call is found by a key of its metadata as soon as it is placed", async () => {
  const { retell } = await start({ speed: 1 });
  const { call_id } = await place(retell, { metadata: { request: "r-77" } });
  await place(retell, { metadata: { request: "r-78" } });
  const metadata = [{ type: "string", op: "eq", key: "request", value: "r-77" } as const];
  expect(await ids(retell, { filter_criteria: { metadata } })).toEqual([call_id]);
});

test("custom attributes can be set and asked for", async () => {
  const { retell, calls } = await startWithHistory();
  const { call_id = "" } = calls[3] ?? {};
  await retell.call.update(call_id, { custom_attributes: { reviewed: true } });
  const custom_attributes = [{ type: "boolean", op: "eq", key: "reviewed", value: true } as const];
  expect(await ids(retell, { filter_criteria: { custom_attributes } })).toEqual([call_id]);
});

test("pages of any size, in either order, hold every call exactly once, even while new ones come in", async () => {
  const { retell, calls } = await startWithHistory();
  const old = calls.toSorted(
    (a, b) => (a.start_timestamp ?? 0) - (b.start_timestamp ?? 0) || (a.call_id < b.call_id ? -1 : 1),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 7, max: 80 }), fc.boolean(), async (limit, ascending) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await retell.call.list({
          limit,
          sort_order: ascending ? "ascending" : "descending",
          ...(cursor && { pagination_key: cursor }),
        });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        expect(page.pagination_key !== undefined).toBe(page.has_more);
        seen.push(...page.items.map(({ call_id }) => call_id));
        cursor = page.pagination_key;
        if (seen.length === limit) await place(retell, { to_number: "+12137770002" });
      } while (cursor);
      const known = new Set(old.map(({ call_id }) => call_id));
      const expected = ascending ? old : old.toReversed();
      expect(seen.filter((id) => known.has(id))).toEqual(expected.map(({ call_id }) => call_id));
    }),
    { numRuns: 12, seed: 20_260_901 },
  );
});

test("skip counts from the front, and the total knows nothing of pages", async () => {
  const { retell } = await startWithHistory();
  const all = await ids(retell, {});
  const page = await retell.call.list({ skip: 10, limit: 5, include_total: true });
  expect(page.items.map(({ call_id }) => call_id)).toEqual(all.slice(10, 15));
  expect(page.total).toBe(HISTORY);
});

const WRONG: [string, unknown][] = [
  ["a limit above 1000", { limit: 1001 }],
  ["a limit of 0", { limit: 0 }],
  ["skip with a cursor", { skip: 1, pagination_key: "x" }],
  ["a cursor that is none", { pagination_key: "x" }],
  ["an unknown order", { sort_order: "desc" }],
  [
    "registered as a status",
    { filter_criteria: { call_status: { type: "enum", op: "in", value: ["registered"] } } },
  ],
  ["an unknown operator", { filter_criteria: { to_number: { type: "string", op: "like", value: "1" } } }],
  ["a wrong type", { filter_criteria: { duration_ms: { type: "string", op: "eq", value: "1" } } }],
  ["half a range", { filter_criteria: { duration_ms: { type: "range", op: "bt", value: [1] } } }],
  ["an unknown filter", { filter_criteria: { mood: { type: "string", op: "eq", value: "1" } } }],
];

test.for(WRONG)("%s is refused with 400", async ([, body]) => {
  const { retell } = await start();
  expect((await refusal(retell.post("/v3/list-calls", { body }))).status).toBe(400);
});

test("agents and numbers come in pages too", async () => {
  const { retell } = await start();
  const first = await retell.agent.list({ limit: 3 });
  expect(first).toMatchObject({ has_more: true });
  const second = await retell.agent.list({ limit: 3, pagination_key: first.pagination_key });
  expect(second.has_more).toBe(false);
  const all = [...first.items, ...second.items];
  expect(new Set(all.map(({ agent_id }) => agent_id)).size).toBe(5);
  const numbers = await retell.phoneNumber.list();
  expect(numbers.items.map(({ phone_number }) => phone_number)).toContain("+14157774444");
  for (const { phone_number } of numbers.items) {
    expect((await retell.phoneNumber.retrieve(phone_number)).phone_number).toBe(phone_number);
  }
});

test("a call that is over is found among the ended ones", async () => {
  const { retell } = await start();
  const { call_id } = await place(retell);
  await analysed(retell, call_id);
  const criteria: Criteria = { call_status: { type: "enum", op: "in", value: ["ended"] } };
  expect(await ids(retell, { filter_criteria: criteria })).toEqual([call_id]);
});
