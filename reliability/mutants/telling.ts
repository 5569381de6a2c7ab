import { type Mutant, rewriteFunction } from "./mutant.ts";

const LIVE = "src/api/live.ts";
const TELL = "app.tell_call_changes()";

const CATCHES_UP =
  "    // Subscribed first and caught up second, so that nothing falls in between.\n    void this.#catchUp();\n";

export const tellingMutants: readonly Mutant[] = [
  {
    name: "notice-with-data",
    why: "Notices carry what they tell of, and a long transcript makes the transaction fail.",
    sql: [
      rewriteFunction(
        TELL,
        "'ids', notice.ids)",
        "'ids', notice.ids, 'calls', (select json_agg(details) from public.retell_call_details as details where call_id in (select id from changed)))",
      ),
    ],
  },
  {
    name: "notice-of-first-row",
    why: "Of calls that change together only one is told of.",
    sql: [rewriteFunction(TELL, "json_agg(id)", "json_build_array(min(id::text))")],
  },
  {
    name: "no-notice-of-deletions",
    why: "A row that turns out to be another call stays on the screen.",
    sql: ["drop trigger retell_calls_tell_deletes on retell_calls"],
  },
  {
    name: "gone-rows-untold",
    why: "Whoever resumes a stream is not told that a row has gone meanwhile.",
    source: [
      {
        file: "src/domain/calls/list-changes.ts",
        find: "  if (removal && BigInt(removal.mark) >= BigInt(since)) return { horizon: now.horizon, ids: null };\n",
        replace: "",
      },
    ],
  },
  {
    name: "cursor-in-notice",
    why: "A notice claims that everything up to its own change has been told, though an earlier change commits later.",
    sql: [
      rewriteFunction(
        TELL,
        "pg_snapshot_xmin(pg_current_snapshot())::text",
        "(pg_current_xact_id()::text::bigint + 1)::text",
      ),
    ],
  },
  {
    name: "cursor-in-catch-up",
    why: "Catching up ends at the newest change, though an older one is still to be committed.",
    source: [
      {
        file: "src/domain/calls/list-changes.ts",
        find: "pg_snapshot_xmin(pg_current_snapshot())::text as horizon",
        replace: "pg_snapshot_xmax(pg_current_snapshot())::text as horizon",
      },
    ],
  },
  {
    name: "resume-point-while-catching-up",
    why: "A notice that comes while a stream catches up becomes a point to resume from, though older changes are untold.",
    source: [
      { file: LIVE, find: `if (this.#catchingUp === 0) this.#send(`, replace: `if (this) this.#send(` },
    ],
  },
  {
    name: "resume-without-catching-up",
    why: "A stream that is resumed tells only what happens from then on.",
    source: [
      {
        file: LIVE,
        find: CATCHES_UP,
        replace: "    if (lastEventId === null) void this.#catchUp();\n",
      },
    ],
  },
  {
    name: "subscribe-after-catching-up",
    why: "What changes between catching up and subscribing is told by nobody.",
    source: [
      {
        file: LIVE,
        find: "    hub.subscribe(this);\n",
        replace: "    void this.#catchUp().then(() => hub.subscribe(this));\n",
      },
      { file: LIVE, find: CATCHES_UP, replace: "" },
    ],
  },
  {
    name: "listener-back-in-silence",
    why: "When the listening connection is back, nobody looks for what was missed.",
    source: [{ file: "src/live/hub.ts", find: "        subscriber.mayHaveMissed();\n", replace: "" }],
  },
  {
    name: "audit-apart",
    why: "The line of the log is written in a transaction of its own, so that the deed can be there without it.",
    source: [
      {
        file: "src/domain/calls/request-call.ts",
        find: `    recordingAudit(db, actor, "call.requested", { callId, details }).compile(),\n`,
        replace: "",
      },
      {
        file: "src/domain/calls/request-call.ts",
        find: "  if (!row) throw new Error(",
        replace: `  await asActor(actor, (apart) => recordingAudit(apart, actor, "call.requested", { callId, details }).execute());
  if (!row) throw new Error(`,
      },
    ],
  },
  {
    name: "doubt-after-news",
    why: "The log says that a call is in doubt after a webhook has told that it was placed.",
    source: [
      {
        file: "src/domain/calls/dial-call.ts",
        find: "    if (await markUnconfirmed(db, callId))\n",
        replace: "    await markUnconfirmed(db, callId);\n",
      },
    ],
  },
  {
    name: "refusal-unlogged",
    why: "A call is shown as failed, and the log does not say what happened.",
    source: [
      {
        file: "src/domain/calls/dial-call.ts",
        find: `  await recordAudit(db, dialler, "call.refused", { callId, details });\n`,
        replace: "",
      },
    ],
  },
];
