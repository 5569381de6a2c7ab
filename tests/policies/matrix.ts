import type pg from "pg";
import { signedIn } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

/**
 * What each may do, table by table: r reads, i inserts, u updates, d deletes the row that is there.
 * 0: may ask, and finds nothing. -: is refused.
 */
export const matrix: Record<string, string> = {
  //                        admin   user    banned  nobody  system  identity jobs   app     owner
  retell_calls: "           r i u - 0 - 0 - 0 - 0 - 0 - 0 - r i u d - - - - - - - - - - - - r - 0 0",
  retell_call_details: "    r - - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - r - 0 0",
  call_checks: "            r - - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - 0 - 0 0",
  call_stops: "             r i - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - 0 - 0 0",
  call_readings: "          r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  dial_attempts: "          r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  dial_gate: "              r - - - 0 - - - 0 - - - 0 - - - r - u - - - - - - - - - - - - - 0 - 0 0",
  dial_decisions: "         r i - - 0 - - - 0 - - - 0 - - - r - - - - - - - - - - - - - - - 0 - 0 0",
  calls_set_aside: "        r - - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - 0 - 0 0",
  call_views: "             r i u - 0 - 0 - 0 - 0 - 0 - 0 - r - - - - - - - - - - - - - - - 0 - 0 0",
  webhook_events: "         r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  webhook_refusals: "       r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  audit_log: "              r i - - 0 - - - 0 - - - 0 - - - r i - - - - - - - - - - - - - - 0 - 0 0",
  retell_agents: "          r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  retell_numbers: "         r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  sync_marks: "             r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  users: "                  r - u - 0 - 0 - 0 - 0 - 0 - 0 - r - - - r i u d - - - - - - - - r - 0 0",
  invitations: "            r i u - 0 - 0 - 0 - 0 - 0 - 0 - r - - - - - - - - - - - - - - - 0 - 0 0",
  api_keys: "               r - u - 0 - 0 - 0 - 0 - 0 - 0 - - - - - r i u 0 - - - - - - - - r - 0 0",
  sessions: "               - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  accounts: "               - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  verifications: "          - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  rate_limits: "            - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  "app.migrations": "       - - - - - - - - - - - - - - - - r - - - - - - - - - - - - - - - r i u d",
};
export const visitors = [
  "admin",
  "user",
  "banned",
  "nobody",
  "system",
  "identity",
  "jobs",
  "app",
  "owner",
] as const;
export type Visitor = (typeof visitors)[number] | "key";

/** A key may do what its owner may, but for these tables. */
export const closedToKeys: Record<string, string> = {
  users: "r - 0 -",
  invitations: "0 - 0 -",
  api_keys: "0 - 0 -",
  call_views: "0 - 0 -",
};

const CALL = "00000000-0000-7000-8000-000000000001";
const OTHER_CALL = "00000000-0000-7000-8000-000000000002";
/** Of which a decision is wanted. */
const UNDECIDED = "00000000-0000-7000-8000-000000000004";
const INVITATION = "00000000-0000-7000-8000-000000000003";
const VIEW = "00000000-0000-7000-8000-000000000005";
const OTHERS_VIEW = "00000000-0000-7000-8000-000000000006";
const SHARED_VIEW = "00000000-0000-7000-8000-000000000007";
const LEFT_VIEW = "00000000-0000-7000-8000-000000000008";
export const KEY = "key-of-the-admin";
const roleOf: Record<Visitor, string> = {
  admin: "switchboard_people",
  user: "switchboard_people",
  banned: "switchboard_people",
  nobody: "switchboard_people",
  system: "switchboard_system",
  identity: "switchboard_identity",
  jobs: "switchboard_jobs",
  app: "switchboard_app",
  owner: "switchboard_owner",
  key: "switchboard_people",
};

/** How to find the row that is there, and how to insert another as the person or job that acts. */
const rows: Record<string, { where: string; insert: string; set?: string; update?: string }> = {
  retell_calls: {
    where: `id = '${CALL}'`,
    insert: "(requested_by) select $2",
    // The system stops in nobody's name; the reference to people would not know a job.
    update:
      "stop_requested_by = case current_setting('app.actor_kind') when 'system' then null else current_setting('app.actor_id') end",
  },
  retell_call_details: { where: `call_id = '${CALL}'`, insert: `(call_id) select '${OTHER_CALL}'` },
  call_checks: { where: `call_id = '${CALL}'`, insert: `(call_id, due_at) select '${OTHER_CALL}', now()` },
  call_stops: { where: `call_id = '${CALL}'`, insert: `(call_id) select '${OTHER_CALL}'`, set: "outcome" },
  call_readings: {
    where: `call_id = '${CALL}'`,
    insert: `(call_id, source) select '${OTHER_CALL}', 'get_call'`,
    set: "call_id",
  },
  dial_attempts: {
    where: `call_id = '${CALL}'`,
    insert: `(call_id, leased_until, worker) select '${OTHER_CALL}', now(), 'w'`,
    set: "outcome",
  },
  dial_gate: { where: "true", insert: "(only_one) select true", set: "pauses" },
  dial_decisions: {
    where: `call_id = '${CALL}'`,
    insert: `(call_id, decision, decided_by) select '${UNDECIDED}', 'not_placed', $2`,
    set: "decision",
  },
  calls_set_aside: {
    where: "true",
    insert: "(retell_call_id, reason, retry_at) select 'another', '', now()",
    set: "reason",
  },
  call_views: {
    where: `id = '${VIEW}'`,
    insert: "(owner, name) select $2, 'Another'",
    set: "name",
  },
  webhook_events: {
    where: "true",
    insert: "(content_hash, verdict, body) select '\\x02', 'stored', ''",
    set: "note",
  },
  webhook_refusals: { where: "true", insert: "(day, reason) select current_date, 'stale'", set: "count" },
  audit_log: {
    where: "true",
    insert: "(actor_kind, actor_id, action) select $1, $2, 'a.deed'",
    set: "action",
  },
  retell_agents: { where: "true", insert: "(agent_id) select 'another'", set: "agent_name" },
  retell_numbers: { where: "true", insert: "(phone_number) select 'another'", set: "nickname" },
  sync_marks: { where: "true", insert: "(name, mark) select 'another', ''", set: "mark" },
  users: {
    where: "id = 'spare'",
    insert: "(id, name, email) select 'another', '', 'another@example.com'",
    set: "role",
  },
  invitations: {
    where: `id = '${INVITATION}'`,
    insert: "(email, role, token_hash, invited_by) select 'new@example.com', 'user', '\\x02', $2",
    update: "revoked_at = now(), revoked_by = current_setting('app.actor_id')",
  },
  api_keys: {
    where: `id = '${KEY}'`,
    insert: "(id, name, key, reference_id) select 'another', '', 'another', 'spare'",
    update: "enabled = false, revoked_by = current_setting('app.actor_id')",
  },
  sessions: {
    where: "id = 'spare'",
    insert: "(id, user_id, token, expires_at) select 'x', 'spare', 'y', now()",
    set: "token",
  },
  accounts: {
    where: "id = 'spare'",
    insert: "(id, user_id, account_id, provider_id) select 'x', 'spare', '', ''",
    set: "scope",
  },
  verifications: {
    where: "true",
    insert: "(id, identifier, value, expires_at) select 'x', '', '', now()",
    set: "value",
  },
  rate_limits: {
    where: "true",
    insert: "(id, key, count, last_request) select 'x', 'x', 0, 0",
    set: "count",
  },
  "app.migrations": {
    where: "name = '0001_actors.sql'",
    insert: "(name, checksum) select 'x', ''",
    set: "checksum",
  },
};

export let client: pg.Client;
export const acting: Record<Visitor, [kind: string, id: string]> = {
  admin: ["person", ""],
  user: ["person", ""],
  banned: ["person", ""],
  nobody: ["", ""],
  system: ["system", "a_job"],
  identity: ["", ""],
  jobs: ["", ""],
  app: ["", ""],
  owner: ["", ""],
  key: ["api_key", ""],
};

/** One row of every table, and people to look at them. */
export async function prepareMatrix(): Promise<void> {
  client = await superuser();
  acting.admin[1] = (await signedIn("admin")).id;
  acting.key[1] = acting.admin[1];
  acting.user[1] = (await signedIn("user")).id;
  acting.banned[1] = (await signedIn("admin")).id;
  await client.query("update users set banned = true where id = $1", [acting.banned[1]]);
  await client.query(`
    insert into retell_calls (id) values ('${CALL}'), ('${OTHER_CALL}');
    insert into retell_call_details (call_id) values ('${CALL}');
    insert into call_checks (call_id, due_at) values ('${CALL}', now());
    insert into call_stops (call_id) values ('${CALL}');
    insert into call_readings (call_id, source) values ('${CALL}', 'get_call');
    insert into dial_attempts (call_id, leased_until, worker) values ('${CALL}', now(), 'w');
    insert into retell_calls (id, dial_state, decision_wanted_at) values ('${UNDECIDED}', 'unconfirmed', now());
    insert into dial_decisions (call_id, decision, decided_by) values ('${CALL}', 'not_placed', '${acting.admin[1]}');
    insert into calls_set_aside (retell_call_id, reason, retry_at) values ('one', '', now());
    insert into webhook_events (content_hash, verdict, body) values ('\\x01', 'stored', '');
    insert into webhook_refusals (day, reason) values (current_date, 'bad_signature');
    insert into audit_log (actor_kind, actor_id, action) values ('system', 'seed', 'a.deed');
    insert into retell_agents (agent_id) values ('one');
    insert into retell_numbers (phone_number) values ('one');
    insert into sync_marks (name, mark) values ('one', '');
    insert into users (id, name, email) values ('spare', '', 'spare@example.com');
    insert into sessions (id, user_id, token, expires_at) values ('spare', 'spare', 'spare', now());
    insert into accounts (id, user_id, account_id, provider_id) values ('spare', 'spare', '', '');
    insert into verifications (id, identifier, value, expires_at) values ('one', '', '', now());
    insert into rate_limits (id, key, count, last_request) values ('one', 'one', 0, 0);
    insert into invitations (id, email, role, token_hash, invited_by)
      values ('${INVITATION}', 'open@example.com', 'user', '\\x01', '${acting.admin[1]}');
    insert into users (id, name, email, role) values ('colleague', '', 'colleague@example.com', 'admin');
    insert into call_views (id, owner, name, is_shared) values ('${VIEW}', '${acting.admin[1]}', 'Mine', false),
      ('${OTHERS_VIEW}', 'colleague', 'Personal', false), ('${SHARED_VIEW}', 'colleague', 'Shared', true),
      ('${LEFT_VIEW}', '${acting.banned[1]}', 'Left behind', true);
    insert into api_keys (id, name, key, reference_id) values ('${KEY}', '', 'hash', '${acting.admin[1]}');
  `);
}

/** Tries one statement as the visitor and undoes it: how many rows it touched, or null when refused. */
export async function attempt(
  visitor: Visitor,
  text: string,
  values: unknown[] = [],
): Promise<number | null> {
  const [kind, id] = acting[visitor];
  await client.query("begin");
  try {
    await client.query(`set local role ${roleOf[visitor]}`);
    await client.query(
      `select set_config('app.actor_kind', $1, true), set_config('app.actor_id', $2, true),
              set_config('app.actor_key_id', $3, true)`,
      [kind, id, visitor === "key" ? KEY : ""],
    );
    return (await client.query(text, values)).rowCount;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "42501") return null;
    // Refused by a rule of the data, such as a reference from another table: the right was there.
    if (error instanceof Error && "code" in error && String(error.code).startsWith("23")) return 1;
    throw error;
  } finally {
    await client.query("rollback");
  }
}

export async function mayWhat(visitor: Visitor, name: string): Promise<string> {
  const row = rows[name];
  if (row === undefined) throw new Error(`No row of ${name} is known.`);
  // By its full name: a role without a right to the schema would otherwise not even find the table.
  const table = name.includes(".") ? name : `public.${name}`;
  const [kind] = acting[visitor];
  const parameters = row.insert.includes("$1")
    ? [kind, acting[visitor][1]]
    : [visitor === "system" ? acting.admin[1] : acting[visitor][1]];
  const insert = row.insert.includes("$1") ? row.insert : row.insert.replace("$2", "$1");
  const column = row.where.split(" ")[0] === "true" ? (row.set ?? "1") : row.where.split(" ")[0];
  const set = row.set ?? column;
  const marks = [
    ["r", await attempt(visitor, `select ${column} from ${table} where ${row.where} limit 1`)],
    ["i", await attempt(visitor, `insert into ${table} ${insert}`, insert.includes("$1") ? parameters : [])],
    [
      "u",
      await attempt(visitor, `update ${table} set ${row.update ?? `${set} = ${set}`} where ${row.where}`),
    ],
    ["d", await attempt(visitor, `delete from ${table} where ${row.where}`)],
  ] as const;
  return marks.map(([mark, touched]) => (touched === null ? "-" : touched === 0 ? "0" : mark)).join(" ");
}

/** What the matrix is too coarse to say: a statement of a visitor's, and how many rows it touches (null: refused). */
interface Probe {
  guarantee: string;
  table: string;
  visitor: Visitor;
  text: string;
  values: () => unknown[];
  touches: number | null;
}

const insertCall = "insert into public.retell_calls (requested_by) values ($1)";
const insertLine =
  "insert into public.audit_log (actor_kind, actor_id, key_id, action) values ($1, $2, $3, 'a.deed')";
const insertInvitation =
  "insert into public.invitations (email, role, token_hash, invited_by) values ('x@example.com', 'user', '\\x77', $1)";

const insertDecision =
  "insert into public.dial_decisions (call_id, decision, decided_by) values ($1, 'not_placed', $2)";

export const probes: Probe[] = [
  {
    guarantee: "an admin requests no call in another's name",
    table: "retell_calls",
    visitor: "admin",
    text: insertCall,
    values: () => [acting.user[1]],
    touches: null,
  },
  {
    guarantee: "an admin writes no audit line in another's name",
    table: "audit_log",
    visitor: "admin",
    text: insertLine,
    values: () => ["person", acting.user[1], null],
    touches: null,
  },
  {
    guarantee: "a job writes no audit line in another job's name",
    table: "audit_log",
    visitor: "system",
    text: insertLine,
    values: () => ["system", "another_job", null],
    touches: null,
  },
  {
    guarantee: "an admin invites nobody in another's name",
    table: "invitations",
    visitor: "admin",
    text: insertInvitation,
    values: () => [acting.user[1]],
    touches: null,
  },
  {
    guarantee: "an admin takes no invitation back in another's name",
    table: "invitations",
    visitor: "admin",
    text: "update public.invitations set revoked_at = now(), revoked_by = $1",
    values: () => [acting.user[1]],
    touches: null,
  },
  {
    guarantee: "an admin revives no key",
    table: "api_keys",
    visitor: "admin",
    text: "update public.api_keys set enabled = true, revoked_by = $1",
    values: () => [acting.admin[1]],
    touches: null,
  },
  {
    guarantee: "an admin makes no third role",
    table: "users",
    visitor: "admin",
    text: "update public.users set role = 'owner' where id = 'spare'",
    values: () => [],
    touches: null,
  },
  {
    guarantee: "an admin stops no call in another's name",
    table: "retell_calls",
    visitor: "admin",
    text: "update public.retell_calls set stop_requested_by = $1",
    values: () => [acting.user[1]],
    touches: null,
  },
  {
    guarantee: "an admin decides about no call in another's name",
    table: "dial_decisions",
    visitor: "admin",
    text: insertDecision,
    values: () => [UNDECIDED, acting.user[1]],
    touches: null,
  },
  {
    guarantee: "an admin decides about no call of which no decision is wanted",
    table: "dial_decisions",
    visitor: "admin",
    text: insertDecision,
    values: () => [OTHER_CALL, acting.admin[1]],
    touches: null,
  },
  // A statement that reads nothing asks no reading policy: what it may change is up to the changing one alone.
  {
    guarantee: "somebody who is no admin stops no call, not even blindly",
    table: "retell_calls",
    visitor: "user",
    text: "update public.retell_calls set stop_requested_at = now()",
    values: () => [],
    touches: 0,
  },
  {
    guarantee: "somebody who is no admin revokes no key, not even blindly",
    table: "api_keys",
    visitor: "user",
    text: "update public.api_keys set enabled = false, revoked_by = $1",
    values: () => [acting.user[1]],
    touches: 0,
  },
  {
    guarantee: "somebody who is no admin takes no invitation back, not even blindly",
    table: "invitations",
    visitor: "user",
    text: "update public.invitations set revoked_at = now(), revoked_by = $1",
    values: () => [acting.user[1]],
    touches: 0,
  },
  {
    guarantee: "somebody who is no admin makes nobody an admin, not even blindly",
    table: "users",
    visitor: "user",
    text: "update public.users set role = 'admin'",
    values: () => [],
    touches: 0,
  },
  {
    guarantee: "an admin wishes a stop, and says nothing of what came of it",
    table: "call_stops",
    visitor: "admin",
    text: `insert into public.call_stops (call_id, outcome) values ('${OTHER_CALL}', 'sent')`,
    values: () => [],
    touches: null,
  },
  {
    guarantee: "an admin reads no view that another keeps to themselves",
    table: "call_views",
    visitor: "admin",
    text: "select id from public.call_views where id = $1",
    values: () => [OTHERS_VIEW],
    touches: 0,
  },
  {
    guarantee: "an admin reads what another shares",
    table: "call_views",
    visitor: "admin",
    text: "select id from public.call_views where id = $1",
    values: () => [SHARED_VIEW],
    touches: 1,
  },
  {
    guarantee: "an admin changes no view of another's, shared or not",
    table: "call_views",
    visitor: "admin",
    text: "update public.call_views set name = 'Taken' where id = any($1)",
    values: () => [[OTHERS_VIEW, SHARED_VIEW]],
    touches: 0,
  },
  {
    guarantee: "an admin deletes a shared view that somebody left behind",
    table: "call_views",
    visitor: "admin",
    text: "update public.call_views set deleted_at = now() where id = $1",
    values: () => [LEFT_VIEW],
    touches: 1,
  },
  {
    guarantee: "an admin saves no view in another's name",
    table: "call_views",
    visitor: "admin",
    text: "insert into public.call_views (owner, name) values ($1, 'Theirs')",
    values: () => ["colleague"],
    touches: null,
  },
  {
    guarantee: "nobody gives a view to somebody else",
    table: "call_views",
    visitor: "admin",
    text: "update public.call_views set owner = $1",
    values: () => ["colleague"],
    touches: null,
  },
  {
    guarantee: "somebody who is no admin changes no view, not even blindly",
    table: "call_views",
    visitor: "user",
    text: "update public.call_views set deleted_at = now()",
    values: () => [],
    touches: 0,
  },
];

export async function probe(guarantee: string): Promise<number | null> {
  const found = probes.find((one) => one.guarantee === guarantee);
  if (!found) throw new Error(`No probe is called ${guarantee}.`);
  return attempt(found.visitor, found.text, found.values());
}
