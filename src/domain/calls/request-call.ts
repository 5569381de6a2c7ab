import { asActor } from "#database";
import { findNumberOf, knowAgent, knowNumber } from "#domain/agents";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { type FieldProblems, Problem } from "#domain/problems";
import { enqueue } from "#jobs";
import type { Call } from "./call.ts";
import { getCall } from "./get-call.ts";
import { type CallRequest, readCallRequest } from "./request-input.ts";

/**
 * Asks for a call: checks the request, then writes the call, its audit line and the job that dials,
 * all or nothing. The same `requestKey` again gives the call of the first time. Throws a Problem that
 * names the wrong field.
 */
export async function requestCall(
  actor: AdminActor,
  input: unknown,
): Promise<{ call: Call; created: boolean }> {
  const request = readCallRequest(input);
  const agent = await knowAgent(request.agentId);
  const fromNumber = request.fromNumber ?? (await findNumberOf(request.agentId));
  const unknown: FieldProblems = {};
  if (!agent) unknown.agentId = `Retell has no agent ${request.agentId}. Choose one from the list.`;
  if (fromNumber === null) unknown.fromNumber = "Choose the number to call from.";
  else if (!(await knowNumber(fromNumber)))
    unknown.fromNumber = `Your Retell workspace has no number ${fromNumber}. Choose one from the list.`;
  const [first] = Object.values(unknown);
  if (first !== undefined || fromNumber === null) throw new Problem("invalid_input", first ?? "", unknown);
  return asActor(actor, async (db) => {
    const created = await db
      .insertInto("retell_calls")
      .values(rowFor(actor, { ...request, fromNumber }, agent?.name ?? null))
      .onConflict((conflict) => conflict.column("request_key").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!created) {
      const { id } = await db
        .selectFrom("retell_calls")
        .select("id")
        .where("request_key", "=", request.requestKey)
        .executeTakeFirstOrThrow();
      return { call: await getCall(db, id), created: false };
    }
    await recordAudit(db, actor, "call.requested", {
      callId: created.id,
      details: {
        toNumber: request.phoneNumber,
        fromNumber,
        agentId: request.agentId,
        variables: request.variables,
      },
    });
    await enqueue(db, "dial_call", { callId: created.id }, { key: `dial:${created.id}` });
    return { call: await getCall(db, created.id), created: true };
  });
}

function rowFor(actor: AdminActor, request: CallRequest, agentName: string | null) {
  const now = new Date();
  return {
    status: "initiated",
    dial_state: "queued",
    dial_after: now,
    placed_at: now,
    requested_at: now,
    requested_by: actor.id,
    request_key: request.requestKey,
    call_type: "phone_call",
    direction: "outbound",
    from_number: request.fromNumber,
    to_number: request.phoneNumber,
    agent_id: request.agentId,
    agent_name: agentName,
    variables: JSON.stringify(request.variables),
    variable_names: Object.keys(request.variables),
  };
}
