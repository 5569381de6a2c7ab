import pg from "pg";

// The least that dials: it hears of a call, reads it and asks Retell for it.
const { DATABASE_URL = "", RETELL_BASE_URL = "" } = process.env;
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
client.on("notification", ({ payload }) => void dial(payload ?? ""));
await client.query("listen plain_dial");
process.send?.({ ready: true });

async function dial(id: string): Promise<void> {
  const { rows } = await client.query("select call from plain_calls where call_id = $1", [id]);
  const { phoneNumber, fromNumber, agentId, variables } = rows[0].call;
  const answer = await fetch(`${RETELL_BASE_URL}/v2/create-phone-call`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer key_simulated" },
    body: JSON.stringify({
      from_number: fromNumber,
      to_number: phoneNumber,
      override_agent_id: agentId,
      retell_llm_dynamic_variables: variables,
      metadata: { request_key: id },
    }),
  });
  await answer.arrayBuffer();
}

process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
