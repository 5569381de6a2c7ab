import { createHash, createHmac } from "node:crypto";

/** A signed webhook, ready to be written to a connection. */
export interface Letter {
  bytes: Buffer;
  /** SHA-256 of the body, by which the table knows it. */
  hash: Buffer;
}

const SPOKEN = "Agent: Good morning, this is the clinic.\nUser: Yes, hello.\n".repeat(12);

/** Writes letters without end: each call's start, end and analysis, one after the other. */
export class LetterWriter {
  readonly #host: string;
  readonly #key: string;
  #written = 0;

  constructor(host: string, key: string) {
    this.#host = host;
    this.#key = key;
  }

  next(): Letter {
    const body = Buffer.from(JSON.stringify(eventNumber(this.#written)));
    this.#written += 1;
    const stamp = Date.now();
    const digest = createHmac("sha256", this.#key).update(body).update(String(stamp)).digest("hex");
    const head = [
      "POST /api/webhooks/retell HTTP/1.1",
      `Host: ${this.#host}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      `X-Retell-Signature: v=${stamp},d=${digest}`,
    ];
    return {
      bytes: Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]),
      hash: createHash("sha256").update(body).digest(),
    };
  }
}

function eventNumber(number: number): Record<string, unknown> {
  const call = Math.floor(number / 3);
  const start = Date.UTC(2026, 0, 1) + call * 1_000;
  const basic = {
    call_id: `call_flood${String(call).padStart(20, "0")}`,
    call_type: "phone_call",
    direction: "outbound",
    from_number: "+14157774444",
    to_number: "+12137774445",
    agent_id: "agent_flood",
    start_timestamp: start,
  };
  if (number % 3 === 0) return { event: "call_started", call: { ...basic, call_status: "ongoing" } };
  const over = {
    ...basic,
    call_status: "ended",
    end_timestamp: start + 61_000,
    duration_ms: 61_000,
    disconnection_reason: "user_hangup",
    transcript: SPOKEN,
    call_cost: { combined_cost: 12.55, product_costs: [] },
  };
  if (number % 3 === 1) return { event: "call_ended", call: over };
  const analysis = { call_summary: "They spoke.", user_sentiment: "Positive", call_successful: true };
  return { event: "call_analyzed", call: { ...over, call_analysis: analysis } };
}
