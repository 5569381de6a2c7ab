import { describe, expect, test } from "vitest";
import type { Evidence, KeptCall } from "../../reliability/chaos/evidence.ts";
import { findBreaches, findLacks } from "../../reliability/chaos/guarantees.ts";
import { drawPlan, wordsFor } from "../../reliability/chaos/plan.ts";
import type { CallDetailsRow, CallRow } from "../../src/domain/calls/call-row.ts";
import { fold, phaseOf, statusOf, unknownCall } from "../../src/domain/calls/fold.ts";
import { readRetellCall } from "../../src/retell/retell-call.ts";

const AT = Date.UTC(2026, 0, 31, 12);
const MINUTE_MS = 60_000;
const OURS = "01a20cb1-6620-7f15-94e7-81fdbcbc4f58";
const THEIRS = "01a20cb1-a263-7331-9fcf-9d7ab50b27f7";

/** A call as Retell tells it when it is over. */
function told(id: string, ourId: string | null) {
  return {
    call_id: id,
    call_type: "phone_call",
    call_status: "ended",
    direction: ourId === null ? "inbound" : "outbound",
    from_number: "+14157774444",
    to_number: "+12137774445",
    start_timestamp: AT - 40_000,
    end_timestamp: AT - 10_000,
    duration_ms: 30_000,
    disconnection_reason: "user_hangup",
    transcript: "Agent: Hello.\nUser: Goodbye.",
    call_analysis: { call_successful: true, user_sentiment: "Neutral" },
    call_cost: { combined_cost: 12.5 },
    metadata: ourId === null ? undefined : { switchboard_call_id: ourId },
  };
}

/** Its row, when everything went well. */
function kept(
  id: string,
  answer: ReturnType<typeof told>,
  besides: Partial<CallRow & CallDetailsRow> = {},
): KeptCall {
  const call = readRetellCall(answer);
  if (call === null) throw new Error("That is no call.");
  const isOurs = answer.metadata !== undefined;
  const clean = fold(unknownCall(), { phase: phaseOf(call), call });
  const row = {
    ...clean,
    id,
    retell_call_id: answer.call_id,
    status: statusOf(clean),
    dial_state: isOurs ? "accepted" : "none",
    requested_at: isOurs ? new Date(AT - MINUTE_MS) : null,
    stop_requested_at: null,
    ...besides,
  };
  const details = { ...clean, ...besides };
  return { row: row as unknown as CallRow, details: details as unknown as CallDetailsRow };
}

/** Of a row that nobody asked for. */
const UNASKED = { dial_state: "none", requested_at: null };

const create = (accepted: boolean, ourId = OURS) => ({
  at: AT - 50_000,
  body: { metadata: { switchboard_call_id: ourId } },
  accepted,
  status: accepted ? 201 : 500,
  call_id: accepted ? "call_ours" : null,
  refused_for: null,
  fault: null,
});
const delivery = (event: string, status: number | null, callId = "call_ours") => ({
  at: AT - 9_000,
  event,
  call_id: callId,
  url: "http://127.0.0.1:1/",
  attempt: 0,
  status,
  error: null,
  faults: [],
});
const shown = (id: string, status: string) => ({ id, status }) as Evidence["history"][number];

/** What is left after a run in which everything held. */
function goodEvidence(): Evidence {
  const [ours, theirs] = [told("call_ours", OURS), told("call_theirs", null)];
  return {
    at: AT,
    wishes: [
      {
        requestKey: "chaos-1",
        answers: [
          { status: 201, callId: OURS },
          { status: 200, callId: OURS },
        ],
        unanswered: 1,
      },
    ],
    creates: [create(false), create(true)],
    deliveries: [delivery("call_ended", 503), delivery("call_ended", 200), delivery("call_ended", 200)],
    retellCalls: [ours, theirs],
    database: {
      calls: [kept(OURS, ours), kept(THEIRS, theirs)],
      attempts: [
        { call_id: OURS, outcome: "postponed", started_at: new Date(AT - 50_000), retell_call_id: null },
        {
          call_id: OURS,
          outcome: "accepted",
          started_at: new Date(AT - 49_000),
          retell_call_id: "call_ours",
        },
      ],
      stops: [{ call_id: OURS, outcome: "moot" }],
      auditLines: ["call.requested", "call.postponed", "call.placed", "call.over_before_stop"].map(
        (action) => ({
          call_id: OURS,
          action,
          lines: 1,
        }),
      ),
      webhooks: [{ event: "call_ended", retell_call_id: "call_ours", deliveries: 2 }],
      forged: 0,
    },
    views: [{ habit: "resume", rows: [shown(THEIRS, "completed"), shown(OURS, "completed")] }],
    history: [shown(OURS, "completed"), shown(THEIRS, "completed")],
    forgeries: [
      { trick: "stale", status: 401 },
      { trick: "unsigned", status: 503 },
    ],
    recoveries: [{ struck: ["kill -9 web"], resumedAfterMs: 900, inAllMs: 4_000 }],
  };
}

/** The guarantees that are found broken once the good evidence was changed. */
function brokenAfter(plant: (evidence: Evidence) => Partial<Evidence>): number[] {
  const good = goodEvidence();
  const evidence = { ...good, ...plant(good) };
  return [...new Set([...findBreaches(evidence), ...findLacks(evidence)].map(({ guarantee }) => guarantee))];
}
const inDatabase = (evidence: Evidence, change: Partial<Evidence["database"]>) => ({
  database: { ...evidence.database, ...change },
});
const ourRowWith =
  (besides: Partial<CallRow & CallDetailsRow>) =>
  (evidence: Evidence): Partial<Evidence> =>
    inDatabase(evidence, {
      calls: evidence.database.calls.map((call) =>
        call.row.id === OURS ? kept(OURS, told("call_ours", OURS), besides) : call,
      ),
    });

test("nothing is found where everything held", () => {
  expect(brokenAfter(() => ({}))).toEqual([]);
});

describe("a planted falsehood is found", () => {
  const planted: [string, number, (evidence: Evidence) => Partial<Evidence>][] = [
    ["an acknowledged event that is not stored", 1, (e) => inDatabase(e, { webhooks: [] })],
    [
      "one of two acknowledged deliveries that is not counted",
      1,
      (e) =>
        inDatabase(e, { webhooks: [{ event: "call_ended", retell_call_id: "call_ours", deliveries: 1 }] }),
    ],
    ["a status that is not what Retell tells", 2, ourRowWith({ status: "in_progress" })],
    ["a cost that is not what Retell tells", 2, ourRowWith({ cost_cents: 11 })],
    ["a transcript that is missing", 2, ourRowWith({ transcript: null })],
    ["a second accepted create", 3, (e) => ({ creates: [...e.creates, create(true)] })],
    [
      "a create that was sent after an accepted one and failed",
      3,
      (e) => ({ creates: [...e.creates, create(false)] }),
    ],
    [
      "a call that Retell placed twice, though its ledger lost one",
      3,
      (e) => ({
        retellCalls: [...e.retellCalls, told("call_twice", OURS)],
        ...inDatabase(e, {
          calls: [...e.database.calls, kept("another", told("call_twice", OURS), UNASKED)],
        }),
      }),
    ],
    [
      "a promised call that does not exist",
      3,
      () => ({
        wishes: [{ requestKey: null, answers: [{ status: 201, callId: "nowhere" }], unanswered: 0 }],
      }),
    ],
    [
      "a request key that made two calls",
      3,
      () => ({
        wishes: [
          {
            requestKey: "chaos-1",
            answers: [
              { status: 201, callId: OURS },
              { status: 201, callId: THEIRS },
            ],
            unanswered: 0,
          },
        ],
      }),
    ],
    [
      "a good request that was refused",
      3,
      () => ({ wishes: [{ requestKey: null, answers: [{ status: 401, callId: null }], unanswered: 0 }] }),
    ],
    [
      "work that never resumed",
      4,
      () => ({ recoveries: [{ struck: ["kill -9 worker"], resumedAfterMs: null, inAllMs: null }] }),
    ],
    [
      "work that resumed late",
      4,
      () => ({ recoveries: [{ struck: ["SIGSTOP web"], resumedAfterMs: 10_001, inAllMs: 12_000 }] }),
    ],
    [
      "a placed call without its line",
      5,
      (e) =>
        inDatabase(e, { auditLines: e.database.auditLines.filter(({ action }) => action !== "call.placed") }),
    ],
    [
      "a postponement without its line",
      5,
      (e) =>
        inDatabase(e, {
          auditLines: e.database.auditLines.filter(({ action }) => action !== "call.postponed"),
        }),
    ],
    ["a call that was given up without a line", 5, ourRowWith({ dial_state: "given_up" })],
    [
      "a settled stop without its line",
      5,
      (e) =>
        inDatabase(e, {
          auditLines: e.database.auditLines.filter(({ action }) => action !== "call.over_before_stop"),
        }),
    ],
    [
      "a request that was written down twice",
      5,
      (e) =>
        inDatabase(e, {
          auditLines: e.database.auditLines.map((line) => ({
            ...line,
            lines: line.action === "call.requested" ? 2 : 1,
          })),
        }),
    ],
    [
      "a viewer's stale row",
      6,
      () => ({ views: [{ habit: "reset", rows: [shown(OURS, "ringing"), shown(THEIRS, "completed")] }] }),
    ],
    ["a viewer's missing row", 6, () => ({ views: [{ habit: "reset", rows: [shown(OURS, "completed")] }] })],
    [
      "a viewer's row of a call that is gone",
      6,
      (e) => ({ views: [{ habit: "resume", rows: [...e.history, shown("gone", "ringing")] }] }),
    ],
    [
      "a call of Retell's that is not here",
      7,
      (e) => ({ retellCalls: [...e.retellCalls, told("call_unheard_of", null)] }),
    ],
    [
      "a call of Retell's that is here twice",
      7,
      (e) => inDatabase(e, { calls: [...e.database.calls, kept("again", told("call_theirs", null))] }),
    ],
    [
      "a call that Retell does not know",
      7,
      (e) => ({ retellCalls: e.retellCalls.filter((call) => call.call_id !== "call_theirs") }),
    ],
    ["a forged webhook that was believed", 0, () => ({ forgeries: [{ trick: "another key", status: 200 }] })],
    ["a forged webhook that was stored", 0, (e) => inDatabase(e, { forged: 1 })],
  ];
  test.each(planted)("%s", (_what, guarantee, plant) => {
    expect(brokenAfter(plant)).toEqual([guarantee]);
  });

  const unanswered = (dialState: string, sentAt: number) => (e: Evidence) => ({
    retellCalls: e.retellCalls.filter((call) => call.call_id !== "call_ours"),
    creates: [],
    deliveries: [],
    ...inDatabase(e, {
      calls: e.database.calls.map((call) =>
        call.row.id === OURS
          ? kept(OURS, told("call_ours", OURS), { dial_state: dialState, retell_call_id: null })
          : call,
      ),
      attempts: [{ call_id: OURS, outcome: "unknown", started_at: new Date(sentAt), retell_call_id: null }],
      auditLines: ["call.requested", "call.unconfirmed", "call.over_before_stop"].map((action) => ({
        call_id: OURS,
        action,
        lines: 1,
      })),
    }),
  });

  test("a call that still waits is stuck, unless it is one that is rightly looked for", () => {
    expect(brokenAfter(unanswered("queued", AT - MINUTE_MS))).toEqual([3]);
    expect(brokenAfter(unanswered("dialling", AT - MINUTE_MS))).toEqual([3]);
    expect(brokenAfter(unanswered("unconfirmed", AT - MINUTE_MS))).toEqual([]);
    expect(brokenAfter(unanswered("unconfirmed", AT - 11 * MINUTE_MS))).toEqual([3]);
  });

  test("an unconfirmed call that Retell has is stuck at once", () => {
    const plant = unanswered("unconfirmed", AT - MINUTE_MS);
    expect(brokenAfter((e) => ({ ...plant(e), retellCalls: e.retellCalls }))).toContain(3);
  });
});

describe("the plan", () => {
  const LONGEST_FREEZE_MS = 8_000;

  test("is the same for the same seed and another for another", () => {
    expect(drawPlan("one", 300, LONGEST_FREEZE_MS)).toEqual(drawPlan("one", 300, LONGEST_FREEZE_MS));
    expect(drawPlan("one", 300, LONGEST_FREEZE_MS)).not.toEqual(drawPlan("two", 300, LONGEST_FREEZE_MS));
  });

  test("holds as many disturbances as asked, of every kind, however few", () => {
    for (const count of [20, 300]) {
      const all = drawPlan("one", count, LONGEST_FREEZE_MS).flatMap(({ disturbances }) => disturbances);
      expect(all.length).toBe(count);
      expect(new Set(all.map(({ disturbance }) => wordsFor(disturbance))).size).toBe(19);
    }
  });
});
