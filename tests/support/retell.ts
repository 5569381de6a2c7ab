import { createHmac } from "node:crypto";
import { world } from "./world.ts";

/** The key that signs webhooks in every world, unless a file sets others. */
export const WEBHOOK_KEY = "key_simulated";

export function signatureOf(body: string | Buffer, key = WEBHOOK_KEY, stamp = Date.now()): string {
  const digest = createHmac("sha256", key).update(body).update(String(stamp)).digest("hex");
  return `v=${stamp},d=${digest}`;
}

/** Delivers a body as Retell would, signed unless another signature (or none) is given. Answers the status. */
export async function deliver(
  body: string | Buffer | Record<string, unknown>,
  signature?: string | null,
): Promise<number> {
  const bytes = Buffer.from(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  const signed = signature === undefined ? signatureOf(bytes) : signature;
  const answer = await fetch(`${world.appUrl}/api/webhooks/retell`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signed === null ? {} : { "x-retell-signature": signed }),
    },
    body: bytes,
  });
  await answer.body?.cancel();
  return answer.status;
}

export const newRetellId = () => `call_${crypto.randomUUID().replaceAll("-", "").slice(0, 27)}`;

/** The three events of a call that went as calls go. */
export function eventsOf(callId: string, fields: Record<string, unknown> = {}) {
  const start = Date.UTC(2026, 5, 1, 12);
  const basic = {
    call_id: callId,
    call_type: "phone_call",
    direction: "outbound",
    from_number: "+14157774444",
    to_number: "+12137774445",
    agent_id: "agent_xxx",
    start_timestamp: start,
    ...fields,
  };
  const over = {
    ...basic,
    call_status: "ended",
    end_timestamp: start + 61_000,
    duration_ms: 61_000,
    disconnection_reason: "user_hangup",
    transcript: "Agent: Hello Zoë.\nUser: ¡Olé! 👋🏽\n",
    recording_url: `https://retellai.s3.us-west-2.amazonaws.com/${callId}/recording.wav`,
    call_cost: { combined_cost: 12.55, product_costs: [] },
  };
  return {
    started: { event: "call_started", call: { ...basic, call_status: "ongoing" } },
    ended: { event: "call_ended", call: over },
    analyzed: {
      event: "call_analyzed",
      call: {
        ...over,
        call_cost: { combined_cost: 14.05, product_costs: [] },
        call_analysis: { call_summary: "They spoke.", user_sentiment: "Positive", call_successful: true },
      },
    },
  };
}
