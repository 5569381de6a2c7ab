import type { Mutant } from "./mutant.ts";

const DIAL = "src/domain/calls/dial-call.ts";
const ATTEMPT = "src/domain/calls/dial-attempt.ts";
const SETTLE = "src/domain/calls/settle-dials.ts";
const FAILURE = "src/retell/failure.ts";
const CALLS = "src/retell/calls.ts";

export const diallingMutants: readonly Mutant[] = [
  {
    name: "sdk-retries",
    why: "The SDK sends create-phone-call again by itself when no answer comes, as it does unless told otherwise.",
    source: [
      {
        file: CALLS,
        find: "{ maxRetries: 0, timeout: PLACE_TIMEOUT_MS }",
        replace: "{ timeout: PLACE_TIMEOUT_MS }",
      },
    ],
  },
  {
    name: "blind-redial",
    why: "A request whose answer was lost is sent again.",
    source: [
      {
        file: DIAL,
        find: `return kind === "rate_limited" || kind === "not_sent";`,
        replace: `return kind === "rate_limited" || kind === "not_sent" || kind === "unknown";`,
      },
    ],
  },
  {
    name: "server-error-is-no",
    why: "A server error on create-phone-call is taken to mean that nothing was placed, and the call is tried again.",
    source: [
      {
        file: FAILURE,
        find: `status < 400)\n    return new RetellFailure("unknown"`,
        replace: `status < 400)\n    return new RetellFailure("rate_limited"`,
      },
    ],
  },
  {
    name: "reset-is-not-sent",
    why: "A connection that breaks is taken to mean that the request never left.",
    source: [
      {
        file: FAILURE,
        find: `new Set(["ECONNREFUSED",`,
        replace: `new Set(["ECONNRESET", "ECONNREFUSED",`,
      },
    ],
  },
  {
    name: "timeout-is-refused",
    why: "A call is shown as failed because Retell was slow, while the phone rings.",
    source: [
      {
        file: FAILURE,
        find: `new RetellFailure("unknown", "Retell did not answer in time.")`,
        replace: `new RetellFailure("refused", "Retell did not answer in time.")`,
      },
    ],
  },
  {
    name: "too-many-is-refused",
    why: "A 429 ends a call that only had to wait.",
    source: [
      {
        file: FAILURE,
        find: `if (status === 429) return new RetellFailure("rate_limited"`,
        replace: `if (status === 429) return new RetellFailure("refused"`,
      },
    ],
  },
  {
    name: "too-many-is-unknown",
    why: "A 429 leaves a call unconfirmed for ten minutes and then given up, though Retell said that it had not taken it.",
    source: [
      {
        file: FAILURE,
        find: `if (status === 429) return new RetellFailure("rate_limited"`,
        replace: `if (status === 429) return new RetellFailure("unknown"`,
      },
    ],
  },
  {
    name: "lease-without-expiry",
    why: "An attempt whose worker died stays under way for ever.",
    source: [
      {
        file: SETTLE,
        find: `    attempt.outcome = 'started' and attempt.leased_until < now()
    or attempt.outcome in`,
        replace: "    attempt.outcome in",
      },
    ],
  },
  {
    name: "lease-not-renewed",
    why: "A worker that waits for a slow answer is taken for dead.",
    source: [
      {
        file: ATTEMPT,
        find: "const RENEW_LEASE_EVERY_MS = 1_500;",
        replace: "const RENEW_LEASE_EVERY_MS = 86_400_000;",
      },
    ],
  },
  {
    name: "lapsed-lease-is-queued",
    why: "An attempt whose worker died is dialled again, though it may have been sent.",
    source: [
      {
        file: SETTLE,
        find: "      if (!(await markUnconfirmed(db, callId))) continue;\n",
        replace: `      await db.updateTable("retell_calls").set({ dial_state: "queued", dial_after: new Date() }).where("id", "=", callId).where("dial_state", "=", "dialling").execute();
      await db.updateTable("dial_attempts").set({ outcome: "postponed" }).where("call_id", "=", callId).where("outcome", "=", "unknown").execute();\n`,
      },
    ],
  },
  {
    name: "attempt-without-state",
    why: "The attempt is written and the call still stands in the queue.",
    source: [
      {
        file: ATTEMPT,
        find: "await askAndCommit(db, [writing.compile(), taking.compile(), ...besides]);",
        replace: "await askAndCommit(db, [writing.compile(), ...besides]);",
      },
    ],
  },
  {
    name: "recovery-not-scheduled",
    why: "The verb that picks up what a dead worker left is never run.",
    source: [
      {
        file: "src/worker/schedule.ts",
        find: `  { name: "recover dials", every: 2 * SECOND_MS, work: recoverDials },\n`,
        replace: "",
      },
    ],
  },
  {
    name: "lost-jobs-stay-lost",
    why: "Each of the two that take up waiting calls leaves one whose worker died with its job to the other.",
    source: [
      {
        file: "src/domain/calls/dial-waiting.ts",
        find: "where dial_state = 'queued' limit 1",
        replace: "where dial_state = 'queued' and wait_reason is not null limit 1",
      },
      {
        file: SETTLE,
        find: `for (const { id } of waiting) await enqueue(db, "dial_call", { callId: id }, { key: \`dial:\${id}\` });`,
        replace: "",
      },
    ],
  },
  {
    name: "waiting-calls-not-scheduled",
    why: "A call that was told to wait is never taken up again.",
    source: [
      {
        file: "src/worker/schedule.ts",
        find: `  { name: "dial waiting calls", every: SECOND_MS / 4, work: dialWaiting },\n`,
        replace: "",
      },
    ],
  },
  {
    name: "lines-too-old-to-dial-by",
    why: "Seconds are taken for milliseconds, so that what Retell says of its lines is too old before anybody can dial by it.",
    source: [
      {
        file: "src/domain/calls/free-lines.ts",
        find: "Math.min(Math.max(READING_HOLDS_MS, tookMs), READING_HOLDS_AT_MOST_MS);",
        replace: "READING_HOLDS_MS / SECOND_MS - heldUpMs;",
      },
    ],
  },
  {
    name: "trusts-ignored-filter",
    why: "A look-up takes whatever call Retell lists first, also when Retell did not understand the filter.",
    source: [
      {
        file: CALLS,
        find: "calls.find((call) => ourIdIn(call) === ourId) ?? null;",
        replace: "calls[0] ?? null;",
      },
    ],
  },
  {
    name: "stop-lost-while-dialling",
    why: "A call that somebody wanted stopped while it was being dialled is dialled again after a 429.",
    source: [
      {
        file: DIAL,
        find: "if (call.stop_requested_at !== null) {",
        replace: "if (call.stop_requested_at !== null && false) {",
      },
    ],
  },
  {
    name: "not-placed-at-once",
    why: "A call that the list does not show yet is given up, though the request may still be on its way.",
    source: [
      {
        file: SETTLE,
        find: "const LOOK_UP_FOR_MS = 10 * 60 * 1000;",
        replace: "const LOOK_UP_FOR_MS = 0;",
      },
    ],
  },
  {
    name: "stops-only-once",
    why: "A stop that Retell refused while it rang is not asked for again.",
    source: [
      {
        file: "src/domain/calls/carry-out-stops.ts",
        find: "const GIVE_UP_AFTER_MS = 15 * MINUTE_MS;",
        replace: "const GIVE_UP_AFTER_MS = -1;",
      },
    ],
  },
];
