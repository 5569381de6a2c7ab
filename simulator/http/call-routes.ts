import type { CallBook } from "../calls/call-book.ts";
import { type CallRecord, isLive } from "../calls/call-record.ts";
import type { CallViews } from "../calls/call-views.ts";
import type { CallEngine } from "../calls/engine.ts";
import type { CallCounter } from "../calls/place-call.ts";
import type { Faults } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import { listCalls } from "../lists/list-calls.ts";
import type { Settings } from "../settings.ts";
import { type Answer, empty, json, type Route, route } from "./exchange.ts";
import { absent, badRequest, Refusal, rateLimited, serverError } from "./refusal.ts";
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

export interface CallDesk {
  book: CallBook;
  views: CallViews;
  engine: CallEngine;
  counter: CallCounter;
  faults: Faults;
  ledger: Ledger;
  settings: Settings;
}

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
    route("POST", "/v2/create-phone-call", ({ body }) => create(desk, body)),
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

/** Places a call, unless a fault comes in between, and writes it into the ledger. */
function create(desk: CallDesk, body: unknown): Answer {
  const at = Date.now();
  const record = (answer: Answer, call: CallRecord | null): Answer => {
    const status = "status" in answer ? answer.status : null;
    desk.ledger.recordCreate({ at, body, accepted: call !== null, status, call_id: call?.callId ?? null });
    return answer;
  };
  const key = `create ${desk.ledger.creates.length}`;
  const strikes = (name: Parameters<Faults["strike"]>[0]) => desk.faults.strike(name, key) !== null;
  const refuse = (refusal: Refusal) =>
    json(refusal.status, { status: "error", [desk.settings.errorKey]: refusal.message });

  if (strikes("resetBeforeAccepting")) return record({ kind: "reset" }, null);
  if (strikes("rateLimit")) return record(refuse(rateLimited()), null);
  if (strikes("errorBeforeAccepting")) return record(refuse(serverError()), null);
  try {
    const call = desk.counter.place(body);
    if (strikes("timeoutAfterAccepting")) return record({ kind: "silence" }, call);
    if (strikes("resetAfterAccepting")) return record({ kind: "reset" }, call);
    if (strikes("errorAfterAccepting")) return record(refuse(serverError()), call);
    return record(json(201, desk.views.stored(call)), call);
  } catch (error) {
    if (error instanceof Refusal) return record(refuse(error), null);
    throw error;
  }
}
