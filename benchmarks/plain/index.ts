import Retell from "retell-sdk";
import type { PlainPool } from "./pool.ts";
import { keepCall, receiveWebhook } from "./webhook-route.ts";

export type { PlainPool } from "./pool.ts";

export interface PlainWish {
  phoneNumber: string;
  agentId: string;
  fromNumber: string;
  variables: Record<string, string>;
  /** Goes along as metadata, so that the call can be told by it. */
  requestId: string;
}

/**
 * What is usually built: the SDK as it comes, one route for webhooks, one row a call. It asks Retell for
 * nothing by itself and has no worker. Kept to compare with, not to be used.
 */
export function plainConsole({
  pool,
  apiKey,
  baseUrl,
}: {
  pool: PlainPool;
  apiKey: string;
  baseUrl: string;
}) {
  const retell = new Retell({ apiKey, baseURL: baseUrl, logLevel: "off" });
  return {
    receive: (
      request: Parameters<typeof receiveWebhook>[0],
      response: Parameters<typeof receiveWebhook>[1],
    ) => receiveWebhook(request, response, { pool, apiKey }),

    /** Places the call and writes it down. Answers Retell's id. */
    async sendCall({ phoneNumber, agentId, fromNumber, variables, requestId }: PlainWish): Promise<string> {
      const call = await retell.call.createPhoneCall({
        from_number: fromNumber,
        to_number: phoneNumber,
        override_agent_id: agentId,
        retell_llm_dynamic_variables: variables,
        metadata: { request_id: requestId },
      });
      await keepCall(pool, call);
      return call.call_id;
    },

    stopCall: (callId: string) => retell.call.stop(callId),

    async listCalls(): Promise<{ id: string; status: unknown }[]> {
      const { rows } = await pool.query("select call_id, status from plain_calls order by updated_at desc");
      return rows.map((row) => ({ id: String(row.call_id), status: row.status }));
    },
  };
}
