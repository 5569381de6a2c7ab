import type { IncomingMessage, ServerResponse } from "node:http";
import Retell from "retell-sdk";
import type { PlainPool } from "./pool.ts";

/** The usual route for Retell's webhooks: verify, write down what came, answer. The last delivery of a call wins. */
export async function receiveWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  { pool, apiKey }: { pool: PlainPool; apiKey: string },
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const signature = String(request.headers["x-retell-signature"] ?? "");
  if (!(await Retell.verify(body, apiKey, signature))) {
    response.writeHead(401).end();
    return;
  }
  const { call } = JSON.parse(body) as { call?: { call_id: string; call_status?: string } };
  if (call) await keepCall(pool, call);
  response.writeHead(204).end();
}

export async function keepCall(
  pool: PlainPool,
  call: { call_id: string; call_status?: string },
): Promise<void> {
  await pool.query(
    `insert into plain_calls (call_id, status, call) values ($1, $2, $3)
     on conflict (call_id) do update set status = excluded.status, call = excluded.call, updated_at = now()`,
    [call.call_id, call.call_status ?? null, JSON.stringify(call)],
  );
}
