import { type CallRecord, isLive } from "../calls/call-record.ts";
import { listCalls } from "../lists/list-calls.ts";
import type { CallDesk } from "./call-desk.ts";
import { createPhoneCall } from "./create-phone-call.ts";
import { type Answer, empty, json, type Route, route } from "./exchange.ts";
import { absent, badRequest, Refusal } from "./refusal.ts";
import { demand, type Schema } from "./schema.ts";

const LARGEST_METADATA_BYTES = 50 * 1024;
const STRICTNESS = ["everything", "everything_except_pii", "basic_attributes_only"] as const;

const UPDATE: Schema = {
  type: "object",
  others: false,
  properties: {
    metadata: { type: "object" },
    data_storage_setting: { type: "string", oneOf: STRICTNESS },
    custom_attributes: {
      type: "object",
      others: { type: "either", options: [{ type: "string" }, { type: "number" }, { type: "boolean" }] },
    },
  },
};

type Update = Partial<Pick<CallRecord, "metadata" | "customAttributes">> & {
  data_storage_setting?: CallRecord["storageSetting"];
  custom_attributes?: CallRecord["customAttributes"];
};

export function callRoutes(desk: CallDesk): Route[] {
  const { book, views, engine, settings } = desk;

  function find(callId: string | undefined): CallRecord {
    const record = book.find(callId ?? "");
    if (!record) throw absent(settings.absentStatus);
    return record;
  }

  function stop(record: CallRecord): Answer {
    const mayStop =
      record.status === "ongoing" ||
      (record.status === "registered" && settings.stopWhileRinging === "cancel");
    if (mayStop) engine.stop(record);
    else if (!settings.lenient) throw new Refusal(422, "Call is not ongoing.");
    return empty();
  }

  function update(record: CallRecord, body: unknown): Answer {
    demand(body, UPDATE);
    if (isLive(record) && !settings.lenient) throw badRequest("Call is still ongoing.");
    applyUpdate(record, body as Update);
    book.save(record);
    return json(200, views.stored(record));
  }

  function remove(record: CallRecord): Answer {
    engine.forget(record.callId);
    book.delete(record.callId);
    return empty();
  }

  return [
    route("POST", "/v2/create-phone-call", ({ body }) => createPhoneCall(desk, body)),
    route("GET", "/v2/get-call/:id", ({ params }) => json(200, views.stored(find(params[0])))),
    route("POST", "/v3/list-calls", ({ body }) => json(200, listCalls(body, book, views))),
    route("POST", "/v2/stop-call/:id", ({ params }) => stop(find(params[0]))),
    route("PATCH", "/v2/update-call/:id", ({ params, body }) => update(find(params[0]), body)),
    route("DELETE", "/v2/delete-call/:id", ({ params }) => remove(find(params[0]))),
  ];
}

function applyUpdate(record: CallRecord, update: Update): void {
  if (update.metadata !== undefined) {
    if (Buffer.byteLength(JSON.stringify(update.metadata)) > LARGEST_METADATA_BYTES) {
      throw badRequest("request/body/metadata must NOT be larger than 50kB");
    }
    record.metadata = update.metadata;
  }
  const setting = update.data_storage_setting;
  if (setting) {
    if (STRICTNESS.indexOf(setting) < STRICTNESS.indexOf(record.storageSetting)) {
      throw badRequest("data_storage_setting can only be made more restrictive");
    }
    record.storageSetting = setting;
  }
  if (update.custom_attributes) {
    record.customAttributes = { ...record.customAttributes, ...update.custom_attributes };
  }
}
