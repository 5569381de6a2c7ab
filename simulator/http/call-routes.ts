import { type CallRecord, isLive } from "../calls/call-record.ts";
import {
  applyUpdate,
  type CallUpdate,
  METADATA,
  STORAGE_SETTING,
  setAttributes,
} from "../calls/call-updates.ts";
import { listCalls } from "../lists/list-calls.ts";
import { type CallDesk, findCall } from "./call-desk.ts";
import { createPhoneCall } from "./create-phone-call.ts";
import { type Answer, empty, json, type Route, route } from "./exchange.ts";
import { absentOnDelete, badRequest, Refusal } from "./refusal.ts";
import { demand, type Schema } from "./schema.ts";

const UPDATE: Schema = {
  type: "object",
  others: false,
  properties: {
    metadata: METADATA,
    data_storage_setting: STORAGE_SETTING,
    custom_attributes: {
      type: "object",
      others: { type: "either", options: [{ type: "string" }, { type: "number" }, { type: "boolean" }] },
    },
  },
};

type Update = CallUpdate & { custom_attributes?: CallRecord["customAttributes"] };

/** Placing a phone call, and what can be done with any call. */
export function callRoutes(desk: CallDesk): Route[] {
  const { book, views, settings } = desk;
  const find = (callId: string | undefined) => findCall(desk, callId);
  const retired = () => {
    throw new Refusal(settings.retiredStatus, "This endpoint is no longer available, use /v3/list-calls.");
  };

  return [
    route("POST", "/v2/create-phone-call", ({ body }) => createPhoneCall(desk, body)),
    route("GET", "/v2/get-call/:id", ({ params }) => json(200, views.stored(find(params[0])))),
    route("POST", "/v3/list-calls", ({ body }) => json(200, listCalls(body, book, views))),
    route("POST", "/v2/list-calls", retired),
    route("GET", "/list-calls", retired),
    route("POST", "/v2/stop-call/:id", ({ params }) => stop(desk, find(params[0]))),
    route("PATCH", "/v2/update-call/:id", ({ params, body }) => update(desk, find(params[0]), body)),
    route("DELETE", "/v2/delete-call/:id", ({ params }) => remove(desk, params[0] ?? "")),
    route("PUT", "/rerun-call-analysis/:id", ({ params }) => rerun(desk, find(params[0]))),
  ];
}

function stop({ engine, settings }: CallDesk, record: CallRecord): Answer {
  const isRinging = record.status === "registered" && settings.stopWhileRinging === "cancel";
  if (record.status === "ongoing" || isRinging) engine.stop(record);
  else if (!settings.lenient) throw new Refusal(settings.notOngoingStatus, "Call is not ongoing.");
  return empty();
}

function update({ book, views, settings }: CallDesk, record: CallRecord, body: unknown): Answer {
  demand(body, UPDATE);
  if (isLive(record) && !settings.lenient) throw badRequest("Call is still ongoing.");
  const { custom_attributes: attributes, ...rest } = body as Update;
  applyUpdate(record, rest);
  if (attributes) setAttributes(record, attributes, settings.customAttributes);
  book.save(record);
  return json(200, views.stored(record));
}

function remove({ engine, book, settings }: CallDesk, callId: string): Answer {
  if (settings.lenient) return empty();
  if (!book.find(callId)) throw absentOnDelete(settings);
  engine.forget(callId);
  book.delete(callId);
  return empty();
}

function rerun({ engine, views, settings }: CallDesk, record: CallRecord): Answer {
  if (isLive(record) && !settings.lenient) throw badRequest("Call is still ongoing.");
  if (!isLive(record)) engine.analyseAgain(record);
  return json(200, views.stored(record));
}
