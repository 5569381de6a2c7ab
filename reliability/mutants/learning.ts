import type { Mutant } from "./mutant.ts";

const DOOR = "src/api/webhooks/retell.ts";
const RECEIVE = "src/domain/webhooks/receive-webhooks.ts";
const INTAKE = "src/domain/webhooks/webhook-intake.ts";
const FOLD = "src/domain/calls/fold.ts";
const RECORD = "src/domain/calls/record-observations.ts";
const KNOWN = "src/domain/calls/find-known.ts";
const SYNC = "src/domain/calls/sync-calls.ts";
const PAGE = "src/domain/calls/record-page.ts";
const CHECK = "src/domain/calls/check-calls.ts";

export const learningMutants: readonly Mutant[] = [
  {
    name: "verify-not-awaited",
    why: "The verdict on a signature is looked at before it is there, and whatever is not there yet counts as good.",
    source: [
      {
        file: DOOR,
        find: `if (verdict !== "valid") return`,
        replace: "if (!Promise.resolve(verdict)) return",
      },
    ],
  },
  {
    name: "no-stale-tolerance",
    why: "A signature is good for ever, so that an old delivery can be sent again by anybody who saw it.",
    source: [
      {
        file: "src/retell/verify-webhook.ts",
        find: `return Math.abs(now - Number(stamp)) <= STAMP_TOLERANCE_MS ? "valid" : "stale";`,
        replace: `return "valid";`,
      },
    ],
  },
  {
    name: "acknowledge-before-commit",
    why: "Retell is told that a delivery is safe before it is.",
    source: [
      {
        file: DOOR,
        find: "await intake.submit(body);",
        replace: "intake.submit(body).catch(() => undefined);",
      },
    ],
  },
  {
    name: "acknowledge-failed",
    why: "A delivery that could not be stored is acknowledged all the same.",
    source: [
      {
        file: INTAKE,
        find: `for (const { failed } of commit.events) failed(new NotTaken("not_stored"));`,
        replace: "for (const { stored } of commit.events) stored();",
      },
    ],
  },
  {
    name: "same-event-is-duplicate",
    why: "A second delivery of an event counts as a repetition, though it may say more.",
    source: [
      {
        file: RECEIVE,
        find: `contentHash: createHash("sha256").update(body).digest(),`,
        replace: `contentHash: createHash("sha256").update(String(readWebhookEvent(body).event) + readWebhookEvent(body).retellCallId).digest(),`,
      },
    ],
  },
  {
    name: "poison-rejects-batch",
    why: "One delivery that cannot be applied is refused again and again, together with whatever came with it.",
    source: [
      {
        file: RECEIVE,
        find: `    if (!isDataFault(error)) throw error;
    for (const delivery of deliveries) await receiveAlone(delivery, limit);`,
        replace: "    throw error;",
      },
    ],
  },
  {
    name: "last-write-wins",
    why: "Whatever comes last stands, so that a late call_started undoes call_ended.",
    source: [
      {
        file: FOLD,
        find: `  if (learntPhase > knownPhase) return learnt;
  return learntPhase === knownPhase ? join(known, learnt) : known;`,
        replace: "  return learnt;",
      },
    ],
  },
  {
    name: "status-goes-back",
    why: "A call that is over rings again when an early event comes late.",
    source: [
      {
        file: FOLD,
        find: "phase: Math.max(call.phase, other.phase) as Phase",
        replace: "phase: other.phase",
      },
    ],
  },
  {
    name: "silence-erases",
    why: "What a later message leaves out is forgotten.",
    source: [
      {
        file: FOLD,
        find: "if (learnt === null) return known;",
        replace: "if (learnt === null) return null;",
      },
    ],
  },
  {
    name: "costs-stay",
    why: "Costs that grow after a call's end are not learnt.",
    source: [
      {
        file: PAGE,
        find: "return (row.cost_cents ?? 0) < (call.costCents ?? 0) || lacks(row, call);",
        replace: "return lacks(row, call);",
      },
    ],
  },
  {
    name: "read-without-lock",
    why: "Two deliveries that come at once each add to what they have read, and the second undoes the first.",
    source: [{ file: KNOWN, find: "order by uuid_send(id) for update", replace: "order by uuid_send(id)" }],
  },
  {
    name: "stray-not-merged",
    why: "A webhook without our id that overtakes the answer to our request leaves a second row for the same call.",
    source: [
      {
        file: RECORD,
        find: "if (isApart && claimed) {",
        replace: "if (isApart && claimed && false) {",
      },
    ],
  },
  {
    name: "only-our-calls",
    why: "Retell's list is only read for calls that we know, so that inbound calls and calls placed elsewhere stay unknown.",
    source: [
      {
        file: PAGE,
        find: "if (!row || row.is_gone",
        replace: "if (!row) return false;\n  if (row.is_gone",
      },
    ],
  },
  {
    name: "list-not-scheduled",
    why: "Retell's list is only read when somebody presses a button.",
    source: [
      {
        file: "src/worker/schedule.ts",
        find: `  { name: "sync recent calls", every: 30 * SECOND_MS, work: () => syncCalls({ lookBackMs: RECENT_MS }) },\n`,
        replace: "",
      },
      {
        file: "src/worker/schedule.ts",
        find: `work: () => syncCalls({ lookBackMs: LONGEST_CALL_MS })`,
        replace: "work: async () => undefined",
      },
    ],
  },
  {
    name: "mark-before-page",
    why: "The mark of how far the list was read stands before the past is stored, so that an import that breaks off is never gone on with.",
    source: [
      {
        file: SYNC,
        find: "  if (synced === undefined) return importPast(marks);\n",
        replace: `  if (synced === undefined) {
    await asActor(syncer, (db) => beginMark(db, "calls_synced_to", String(Date.now())));
    return importPast(marks);
  }\n`,
      },
    ],
  },
  {
    name: "list-fills-no-gaps",
    why: "What every webhook of a call left out is not taken from Retell's list.",
    source: [{ file: PAGE, find: " || lacks(row, call)", replace: "" }],
  },
  {
    name: "check-claimed-for-ever",
    why: "A check whose checker died, or whose question failed, is never due again.",
    source: [
      {
        file: CHECK,
        find: `set due_at = now() + \${CLAIM_MS} * interval '1 millisecond', asked_at`,
        replace: "set due_at = 'infinity', asked_at",
      },
    ],
  },
];
