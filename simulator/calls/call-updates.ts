import { badRequest } from "../http/refusal.ts";
import type { Schema } from "../http/schema.ts";
import type { CallRecord } from "./call-record.ts";

const LARGEST_METADATA_BYTES = 50 * 1024;
const STRICTNESS = ["everything", "everything_except_pii", "basic_attributes_only"] as const;

export const METADATA: Schema = { type: "object" };
export const STORAGE_SETTING: Schema = { type: "string", oneOf: STRICTNESS };

/** What update-call and update-live-call have in common. */
export interface CallUpdate {
  metadata?: unknown;
  data_storage_setting?: CallRecord["storageSetting"];
}

/** Replaces metadata, and only ever stores less than before. Refuses the whole update if a part of it will not do. */
export function applyUpdate(
  record: CallRecord,
  { metadata, data_storage_setting: setting }: CallUpdate,
): void {
  if (metadata !== undefined && Buffer.byteLength(JSON.stringify(metadata)) > LARGEST_METADATA_BYTES) {
    throw badRequest("request/body/metadata must NOT be larger than 50kB");
  }
  if (setting && STRICTNESS.indexOf(setting) < STRICTNESS.indexOf(record.storageSetting)) {
    throw badRequest("data_storage_setting can only be made more restrictive");
  }
  if (metadata !== undefined) record.metadata = metadata;
  if (setting) record.storageSetting = setting;
}

/** Keys that the account has not defined are dropped without a word. */
export function setAttributes(
  record: CallRecord,
  sent: NonNullable<CallRecord["customAttributes"]>,
  defined: readonly string[] | null,
): void {
  const kept = Object.entries(sent).filter(([key]) => defined === null || defined.includes(key));
  record.customAttributes = { ...record.customAttributes, ...Object.fromEntries(kept) };
}
