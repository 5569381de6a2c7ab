import { createHash } from "node:crypto";
import type pg from "pg";
import type { hearStories } from "./heard-calls.ts";
import { nameOf } from "./names.ts";

type Heard = ReturnType<typeof hearStories>;

const COLLEAGUES = 8;
/** The last of them have left. */
const DEPARTED = 2;

/**
 * People who have sent calls, each invited by the first admin. They have no password, so nobody can sign in as one of
 * them. Returns their ids.
 */
export async function plantColleagues(
  client: pg.Client,
  { until, days, seed }: { until: Date; days: number; seed: string },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string; email: string }>(
    "select id, email from users where role = 'admin' order by created_at limit 1",
  );
  const [admin] = rows;
  if (!admin) throw new Error("There is no admin yet.");
  const begun = new Date(until.getTime() - (days + 21) * 24 * 3_600_000);
  const ids: string[] = [];
  for (let place = 0; place < COLLEAGUES; place += 1) {
    const name = nameOf(place * 97 + 5);
    const email = `${slug(name)}@clinic.example.com`;
    const hash = createHash("sha256").update(`${seed} ${email}`).digest();
    const id = `seeded-${hash.toString("hex").slice(0, 24)}`;
    ids.push(id);
    const { rowCount } = await client.query(
      `insert into users (id, name, email, email_verified, role, banned, ban_reason, created_at, updated_at)
       select $1, $2, $3, false, 'admin', $4::boolean, case when $4::boolean then 'Left' end, $5::timestamptz, $5::timestamptz
       where not exists (select from users where id = $1 or email = $3)`,
      [id, name, email, place >= COLLEAGUES - DEPARTED, begun],
    );
    if (rowCount === 0) continue;
    const invited = await client.query<{ id: string }>(
      `insert into invitations (email, role, token_hash, invited_by, created_at, expires_at, accepted_at, accepted_by)
       values ($1, 'admin', $2, $3, $4::timestamptz - interval '1 day', $4::timestamptz + interval '6 days', $4, $5)
       returning id`,
      [email, hash, admin.id, begun, id],
    );
    const details = { invitationId: invited.rows[0]?.id, email, role: "admin" };
    await client.query(
      `insert into audit_log (at, actor_kind, actor_id, action, subject_id, details)
       values ($1::timestamptz - interval '1 day', 'person', $2, 'invitation.made', null, $4),
              ($1::timestamptz, 'system', 'invitations', 'invitation.accepted', $3, $5)`,
      [begun, admin.id, id, details, { ...details, invitedBy: admin.id }],
    );
  }
  return ids;
}

function slug(name: string): string {
  return name
    .normalize("NFD")
    .replaceAll(/[^A-Za-z ]/g, "")
    .toLowerCase()
    .replaceAll(" ", ".");
}

/** The pretend Retell's agents and numbers, where they are not known yet. The next look at Retell says the rest. */
export async function plantWorkspace(
  client: pg.Client,
  agents: Heard["agents"],
  numbers: Heard["numbers"],
): Promise<void> {
  await client.query(
    `insert into retell_agents (agent_id, agent_name, channel, version, language, response_engine, fetched_at)
     select agent_id, agent_name, 'voice', version, language, response_engine ->> 'type', '2000-01-01Z'
     from jsonb_to_recordset($1) as agent (agent_id text, agent_name text, version integer, language text, response_engine jsonb)
     on conflict do nothing`,
    [JSON.stringify(agents)],
  );
  await client.query(
    `insert into retell_numbers (phone_number, nickname, number_type, fetched_at)
     select phone_number, nickname, phone_number_type, '2000-01-01Z'
     from jsonb_to_recordset($1) as number (phone_number text, nickname text, phone_number_type text)
     on conflict do nothing`,
    [JSON.stringify(numbers)],
  );
}
