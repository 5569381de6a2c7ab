import type pg from "pg";
import { asActor } from "#database";
import { type Call, checkCalls, getCall, recoverDials, requestCall } from "#domain/calls";
import { eventually } from "./eventually.ts";
import type { TestPerson } from "./people.ts";
import { superuser } from "./sql.ts";
import { world } from "./world.ts";

export const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
export const FROM = "+14157774444";

export const readCall = (admin: TestPerson, id: string) => asActor(admin.actor, (db) => getCall(db, id));

/** Asks for a call to a number, with whatever else is given. */
export async function requestOne(
  admin: TestPerson,
  phoneNumber: string,
  besides: Record<string, unknown> = {},
): Promise<Call> {
  const input = { phoneNumber, agentId: REMINDER, fromNumber: FROM, variables: {}, ...besides };
  return (await requestCall(admin.actor, input)).call;
}

/** Looks at a call until it is as wanted. */
export const callOnce = (admin: TestPerson, id: string, isSo: (call: Call) => boolean) =>
  eventually(() => readCall(admin, id), isSo);

/** Every create-phone-call that Retell got for the call, and whether it took it. */
export const createsFor = (id: string) =>
  world.simulator.ledger.creates.filter(({ body }) => JSON.stringify(body).includes(id));

/** Lets the pause pass that Retell asked for, or that followed when it could not be reached. */
export async function endPause(client: pg.ClientBase): Promise<void> {
  await client.query("update dial_gate set paused_until = now()");
}

/** Takes back every call that waits and ends every pause, so that the next call is the first. */
export async function emptyQueue(client: pg.ClientBase): Promise<void> {
  await endPause(client);
  await client.query(
    "update retell_calls set dial_state = 'withdrawn', status = 'cancelled' where dial_state = 'queued'",
  );
}

/** Lets the time pass that planned work waits for, and does what is then due. */
export async function letTimePass(): Promise<() => Promise<void>> {
  const client = await superuser();
  return async () => {
    await client.query("update call_checks set due_at = now() where due_at > now()");
    await recoverDials();
    await checkCalls("live");
    await checkCalls("over");
  };
}
