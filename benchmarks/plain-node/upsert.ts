import pg from "pg";

/** As many connections as Switchboard's own pool has. */
const CONNECTIONS = 20;

/** What is usually written of a delivery: the call as it was told last. Prepared once a connection, as is quickest. */
export function upsertInto(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  return async (call: { call_id: string; call_status?: string }): Promise<void> => {
    await pool.query({
      name: "keep-call",
      text: `insert into plain_calls (call_id, status, call) values ($1, $2, $3)
        on conflict (call_id) do update set status = excluded.status, call = excluded.call, updated_at = now()`,
      values: [call.call_id, call.call_status ?? null, JSON.stringify(call)],
    });
  };
}
