import { randomBytes } from "node:crypto";
import type { CallRecord, LiveChange } from "../calls/call-record.ts";
import { applyUpdate, type CallUpdate, METADATA, STORAGE_SETTING } from "../calls/call-updates.ts";
import { isTakenOver } from "../calls/engine.ts";
import { type CallDesk, findCall } from "./call-desk.ts";
import { type Answer, json, type Route, route } from "./exchange.ts";
import { ICE_SERVERS } from "./opening-routes.ts";
import { badRequest, Refusal } from "./refusal.ts";
import { demand, type Schema } from "./schema.ts";

const TOKEN_BYTES = 36;
const LISTENER_BYTES = 10;
const TOKEN_LASTS_MS = 60 * 60_000;

const UPDATE: Schema = {
  type: "object",
  others: false,
  properties: {
    fields_to_override: {
      type: "object",
      others: false,
      properties: {
        override_dynamic_variables: { type: "object", nullable: true, others: { type: "string" } },
        metadata: METADATA,
        data_storage_setting: STORAGE_SETTING,
      },
    },
    call_control: {
      type: "object",
      others: false,
      properties: {
        additional_context: { type: "string", minLength: 1 },
        trigger_response: { type: "boolean" },
      },
    },
  },
};

const TAKE_OVER: Schema = {
  type: "object",
  required: ["participant_id"],
  properties: { participant_id: { type: "string", minLength: 1 } },
};

interface LiveUpdate {
  fields_to_override?: CallUpdate & { override_dynamic_variables?: Record<string, string> | null };
  call_control?: { additional_context?: string; trigger_response?: boolean };
}

/** What can be done to a call while it goes on. */
export function liveRoutes(desk: CallDesk): Route[] {
  const { settings } = desk;

  /** The call, and whether anything can be done to it; a lenient simulator lets the others pass. */
  function live(callId: string | undefined): { record: CallRecord; isOngoing: boolean } {
    const record = findCall(desk, callId);
    const isOngoing = record.status === "ongoing";
    if (!isOngoing && !settings.lenient) throw new Refusal(settings.notOngoingStatus, "Call is not ongoing.");
    return { record, isOngoing };
  }

  function update(callId: string | undefined, body: unknown): Answer {
    demand(body, UPDATE);
    const { record, isOngoing } = live(callId);
    if (isOngoing) applyLiveUpdate(desk, record, body as LiveUpdate);
    return json(200, { success: true });
  }

  function listen(callId: string | undefined): Answer {
    const { record } = live(callId);
    const participant = `listener_${randomBytes(LISTENER_BYTES).toString("hex")}`;
    record.listeners = [...(record.listeners ?? []), participant];
    desk.book.save(record);
    return json(201, {
      access_token: randomBytes(TOKEN_BYTES).toString("base64url"),
      expires_at: Date.now() + TOKEN_LASTS_MS,
      participant_id: participant,
      room_name: `room_${record.callId}`,
      transport: "gateway",
      ice_servers: ICE_SERVERS,
    });
  }

  function takeOver(callId: string | undefined, body: unknown): Answer {
    demand(body, TAKE_OVER);
    const { record, isOngoing } = live(callId);
    const { participant_id: participant } = body as { participant_id: string };
    if (isOngoing) {
      if (!record.listeners?.includes(participant))
        throw badRequest("Participant is not listening to this call.");
      if (isTakenOver(record)) throw badRequest("Call has already been taken over.");
      desk.engine.change(record, { takenOver: true });
    }
    return json(201, { success: true });
  }

  return [
    route("PATCH", "/v2/update-live-call/:id", ({ params, body }) => update(params[0], body)),
    route("POST", "/v2/listen-live-call/:id", ({ params }) => listen(params[0])),
    route("POST", "/v2/take-over-live-call/:id", ({ params, body }) => takeOver(params[0], body)),
  ];
}

function applyLiveUpdate({ engine, book }: CallDesk, record: CallRecord, update: LiveUpdate): void {
  const { override_dynamic_variables: override, ...rest } = update.fields_to_override ?? {};
  const context = update.call_control?.additional_context;
  applyUpdate(record, rest);
  const variables = override === undefined ? undefined : overrideVariables(record, override);
  if (variables || context !== undefined) {
    engine.change(record, { ...(variables && { variables }), ...(context !== undefined && { context }) });
  } else {
    book.save(record);
  }
}

/** Merges what is sent into what was overridden before; null takes every override back. */
function overrideVariables(record: CallRecord, sent: Record<string, string> | null): LiveChange["variables"] {
  const before = record.overrides ?? {};
  const after = sent === null ? {} : { ...before, ...sent };
  record.overrides = after;
  const spoken = (overrides: Record<string, string>, name: string) =>
    overrides[name] ?? record.spokenVariables[name] ?? `{{${name}}}`;
  const names = Object.keys({ ...before, ...after });
  const changes = names.map(
    (name) => [name, { was: spoken(before, name), now: spoken(after, name) }] as const,
  );
  return Object.fromEntries(changes.filter(([, { was, now }]) => was !== now));
}
