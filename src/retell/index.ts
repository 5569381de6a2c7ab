export {
  getAgent,
  listAgents,
  listNumbers,
  type RetellAgent,
  type RetellNumber,
  updateAgentWebhook,
  type WebhookEventName,
  webhookEventNames,
} from "./agents.ts";
export {
  type CallPage,
  type CallsWanted,
  getCall,
  listCalls,
  lookUpByOurId,
  OUR_ID_KEY,
  ourIdIn,
  type PlacementRequest,
  placeCall,
  stopCall,
} from "./calls.ts";
export { getConcurrency, type Lines } from "./concurrency.ts";
export { RetellFailure, type RetellFailureKind } from "./failure.ts";
export { getKeyInfo, type KeyInfo, maskedKey } from "./key-info.ts";
export { fetchRecording } from "./recording.ts";
export { isObject, type JsonObject, type RetellCall, readRetellCall } from "./retell-call.ts";
export { parseStorableJson } from "./storable-json.ts";
export { verifyWebhook, type WebhookVerdict } from "./verify-webhook.ts";
