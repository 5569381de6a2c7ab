import { sql } from "kysely";
import { asActor, askAndCommit, askInOrder, type Db } from "#database";
import { findingAgent, findingNumbers, findNumberOf, knowAgent, knowNumber, numberOf } from "#domain/agents";
import { recordingAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { type FieldProblems, Problem } from "#domain/problems";
import type { Call } from "./call.ts";
import { callFromRows } from "./call-from-row.ts";
import { tellingDiallers } from "./dial-notice.ts";
import { getCall } from "./get-call.ts";
import { type CallRequest, readCallRequest } from "./request-input.ts";

/** With a second number of the request's own; any will do, as long as nothing else in the database uses it. */
const REQUEST_LOCK = 7_304_120;

interface Requested {
  call: Call;
  created: boolean;
}

/** Who is to speak, and the number to call from. */
interface Route {
  agentName: string | null;
  fromNumber: string;
}

/**
 * Asks for a call: checks the request, then writes the call and its audit line and tells those who dial, all or
 * nothing. The same `requestKey` again gives the call of the first time. Throws a Problem that names the wrong
 * field.
 */
export async function requestCall(actor: AdminActor, input: unknown): Promise<Requested> {
  const request = readCallRequest(input);
  const write = (route: Route | null) =>
    asActor(actor, (db) => writeRequest(db, actor, request, route), { isRoutine: true });
  // Mostly all is known here. Retell is asked for the rest, without a transaction.
  const written = (await write(null)) ?? (await write(await learnRoute(request)));
  if (written === null) throw new Error("A call was not written though its agent and number are known.");
  return written;
}

/** Null, and nothing is written, when it is not known here who is to speak or from which number. */
async function writeRequest(
  db: Db,
  actor: AdminActor,
  request: CallRequest,
  learnt: Route | null,
): Promise<Requested | null> {
  const { requestKey } = request;
  const [ids, earlier, agents, numbers, people] = await askInOrder(db, [
    // Who sends the same request at the same moment comes after us and finds our call.
    sql<{ id: string }>`
      select uuidv7() as id, pg_advisory_xact_lock(${REQUEST_LOCK}, hashtext(${requestKey}))::text as turn
    `.compile(db),
    db.selectFrom("retell_calls").select("id").where("request_key", "=", requestKey).compile(),
    findingAgent(db, request.agentId).compile(),
    findingNumbers(db).compile(),
    db.selectFrom("users").select(["id", "name", "email"]).where("id", "=", actor.id).compile(),
  ]);
  if (earlier[0]) return { call: await getCall(db, earlier[0].id), created: false };
  const route = learnt ?? routeFrom(request, agents, numbers);
  const callId = ids[0]?.id;
  if (route === null || callId === undefined) return null;
  const { phoneNumber: toNumber, agentId, variables } = request;
  const details = { toNumber, fromNumber: route.fromNumber, agentId, variables };
  const [[row]] = await askAndCommit(db, [
    db
      .insertInto("retell_calls")
      .values({ id: callId, ...rowFor(actor, request, route) })
      .returningAll()
      .compile(),
    recordingAudit(db, actor, "call.requested", { callId, details }).compile(),
    tellingDiallers(callId).compile(db),
  ]);
  if (!row) throw new Error(`The call ${callId} was not written.`);
  const nothingYet = { stopRequestedBy: null, stop: undefined, waiting: null, attempt: null, decision: null };
  const call = callFromRows(row, undefined, { requestedBy: people[0] ?? null, ...nothingYet });
  return { call, created: true };
}

function routeFrom(
  { agentId, fromNumber }: CallRequest,
  agents: readonly { agent_name: string | null }[],
  numbers: Parameters<typeof numberOf>[1],
): Route | null {
  const from = fromNumber ?? numberOf(agentId, numbers);
  const isKnown = numbers.some(({ phone_number: number }) => number === from);
  return agents[0] && from !== null && isKnown ? { agentName: agents[0].agent_name, fromNumber: from } : null;
}

/** Asks Retell for whatever is not known here. Throws a Problem for what Retell does not know either. */
async function learnRoute({ agentId, fromNumber: given }: CallRequest): Promise<Route> {
  const agent = await knowAgent(agentId);
  const fromNumber = given ?? (await findNumberOf(agentId));
  const unknown: FieldProblems = {};
  if (!agent) unknown.agentId = `Retell has no agent ${agentId}. Choose one from the list.`;
  if (fromNumber === null) unknown.fromNumber = "Choose the number to call from.";
  else if (!(await knowNumber(fromNumber)))
    unknown.fromNumber = `Your Retell workspace has no number ${fromNumber}. Choose one from the list.`;
  const [first] = Object.values(unknown);
  if (first !== undefined || fromNumber === null) throw new Problem("invalid_input", first ?? "", unknown);
  return { agentName: agent?.name ?? null, fromNumber };
}

function rowFor(actor: AdminActor, request: CallRequest, { fromNumber, agentName }: Route) {
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
    from_number: fromNumber,
    to_number: request.phoneNumber,
    agent_id: request.agentId,
    agent_name: agentName,
    variables: JSON.stringify(request.variables),
    variable_names: Object.keys(request.variables),
  };
}
