import type Retell from "retell-sdk";

/** The fields that a type demands: a newer client that demands another one does not compile until it is told here. */
type Demanded<T> = {
  [K in keyof T as Record<never, never> extends Pick<T, K> ? never : K]-?: true;
};

export const PHONE_CALL: Demanded<Retell.PhoneCallResponse> = {
  agent_id: true,
  agent_version: true,
  call_id: true,
  call_status: true,
  call_type: true,
  direction: true,
  from_number: true,
  to_number: true,
};
export const WEB_CALL: Demanded<Retell.CreateWebCallResponse> = {
  access_token: true,
  call_id: true,
  expires_at: true,
  ice_servers: true,
  transport: true,
};
export const LISTENER: Demanded<Retell.CallListenLiveResponse> = {
  access_token: true,
  expires_at: true,
  participant_id: true,
  room_name: true,
};
export const SUCCESS: Demanded<Retell.CallUpdateLiveResponse> & Demanded<Retell.CallTakeOverLiveResponse> = {
  success: true,
};
export const CALLS: Demanded<Retell.CallListResponse> = { has_more: true, items: true };
export const BATCH: Demanded<Retell.BatchCallResponse> = {
  batch_call_id: true,
  from_number: true,
  name: true,
  scheduled_timestamp: true,
  total_task_count: true,
};
/** All of it is optional, and all of it is there. */
export const CONCURRENCY: { [K in keyof Retell.ConcurrencyRetrieveResponse]-?: true } = {
  base_concurrency: true,
  concurrency_burst_enabled: true,
  concurrency_burst_limit: true,
  concurrency_limit: true,
  concurrency_purchase_limit: true,
  current_concurrency: true,
  purchased_concurrency: true,
  remaining_purchase_limit: true,
  reserved_inbound_concurrency: true,
};
export const NUMBER: Demanded<Retell.PhoneNumberResponse> = {
  last_modification_timestamp: true,
  phone_number: true,
  phone_number_type: true,
};
export const NUMBERS: Demanded<Retell.PhoneNumberListResponse> = { has_more: true, items: true };
export const AGENT: Demanded<Retell.AgentResponse> = {
  agent_id: true,
  last_modification_timestamp: true,
  response_engine: true,
  version: true,
  voice_id: true,
};
export const AGENTS: Demanded<Retell.AgentListResponse> = { has_more: true, items: true };
export const LISTED_AGENT: Demanded<Retell.AgentListResponse["items"][number]> = {
  agent_id: true,
  agent_name: true,
  channel: true,
  tags: true,
  user_modified_timestamp: true,
};
export const VERSIONS: Demanded<Retell.AgentListVersionsResponse> = { has_more: true, items: true };
export const LISTED_VERSION: Demanded<Retell.AgentListVersionsResponse["items"][number]> = {
  is_published: true,
  last_modification_timestamp: true,
  version: true,
};
