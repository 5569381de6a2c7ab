-- Each statement is one of the writers that a real call goes through.

insert into retell_calls (
  id, retell_call_id, status, phase, field_phases, dial_state, dial_after, placed_at, call_type, direction, from_number, to_number,
  agent_id, agent_version, agent_name, variables, variable_names, metadata, retell_status, disconnection_reason, has_carrier_leg,
  started_at, ended_at, duration_ms, cost_cents, call_successful, user_sentiment, in_voicemail, has_recording, failure_message,
  requested_by, requested_at, request_key, stop_requested_by, stop_requested_at, created_at, updated_at
)
select
  draft.id, draft.retell_call_id, row.status, phase, field_phases, row.dial_state,
  case when kind <> 'elsewhere' then asked_at end,
  case when kind = 'elsewhere' then draft.started_at else asked_at end,
  call_type, direction, pg_temp.party(row.from_number, phone_number), pg_temp.party(row.to_number, phone_number),
  agent_id, agent_version, agent_name, pg_temp.told(draft.variables, own)::jsonb, variable_names,
  pg_temp.told(draft.metadata, own)::jsonb, retell_status, disconnection_reason, has_carrier_leg,
  case when phase >= 2 then draft.started_at end, case when phase >= 2 then draft.ended_at end,
  row.duration_ms, cost_cents, call_successful, user_sentiment, in_voicemail, has_recording,
  case when kind = 'refused' then :refusal end,
  case when kind <> 'elsewhere' then requester end, case when kind <> 'elsewhere' then asked_at end,
  case when kind <> 'elsewhere' then md5(digest || 'request')::uuid::text end,
  case when stopped or kind = 'withdrawn' then requester end,
  case when stopped then draft.ended_at - interval '1200 milliseconds' when kind = 'withdrawn' then asked_at + interval '3 seconds' end,
  case when kind = 'elsewhere' then draft.started_at + interval '300 milliseconds' else asked_at end,
  draft.ended_at + interval '9 seconds'
from draft join story_rows as row using (place);

insert into retell_call_details (
  call_id, transcript, transcript_object, transcript_with_tool_calls, analysis, latency, cost, collected_variables, token_usage,
  recording_url, recording_multi_channel_url, public_log_url, transfer_destination, extra, complete_phase, updated_at
)
select
  id, transcript, transcript_object, transcript_with_tool_calls, analysis, latency, cost, collected_variables, token_usage,
  pg_temp.told(recording_url, own), pg_temp.told(recording_multi_channel_url, own), pg_temp.told(public_log_url, own),
  transfer_destination, extra, complete_phase, draft.ended_at + interval '9 seconds'
from draft join story_details using (place);

insert into dial_attempts (
  id, call_id, started_at, leased_until, worker, outcome, retell_call_id, http_status, message, settled_at
)
select
  pg_temp.id_at(asked_at + interval '400 milliseconds', md5(digest || 'attempt')), id, asked_at + interval '400 milliseconds',
  asked_at + interval '6400 milliseconds', 'worker-' || md5(kind)::uuid, case kind when 'placed' then 'accepted' else 'refused' end,
  retell_call_id, case when kind = 'refused' then 400 end, case when kind = 'refused' then :refusal end,
  asked_at + interval '700 milliseconds'
from draft where kind in ('placed', 'refused');

insert into call_readings (id, call_id, read_at, source, changes)
select
  pg_temp.id_at(asked_at + interval '700 milliseconds', md5(digest || 'reading')), id, asked_at + interval '700 milliseconds',
  'create_call', pg_temp.told(taught, own)::jsonb
from draft where taught is not null;

insert into call_stops (call_id, outcome, wanted_at, due_at, settled_at)
select
  id, 'sent', ended_at - interval '1200 milliseconds', ended_at + interval '800 milliseconds',
  ended_at - interval '500 milliseconds'
from draft where stopped;

insert into webhook_events (
  id, content_hash, received_at, last_received_at, event, retell_call_id, call_id, verdict, changes, body
)
select
  pg_temp.id_at(came.at, md5(digest || event)), sha256(body), came.at, came.at, event, retell_call_id, id, 'applied',
  pg_temp.told(changes, own)::jsonb, body
from draft
join story_events using (place)
cross join lateral (
  select case
    when not is_after_end then started_at + interval '300 milliseconds'
    when event = 'call_ended' then ended_at + interval '400 milliseconds'
    else ended_at + interval '9 seconds'
  end as at
) as came
cross join lateral (select convert_to(pg_temp.told(head, own) || spoken, 'UTF8') as body) as told;

insert into audit_log (id, at, actor_kind, actor_id, action, call_id, details, ip_address)
select
  pg_temp.id_at(line.at, md5(digest || action)), line.at, line.kind, case line.kind when 'person' then requester else job end,
  action, draft.id, details, case line.kind when 'person' then '127.0.0.1' end
from draft join story_rows as row using (place)
cross join lateral (values
  (draft.kind <> 'elsewhere', asked_at, 'person', null, 'call.requested', jsonb_build_object(
    'toNumber', phone_number, 'fromNumber', row.from_number, 'agentId', agent_id,
    'variables', pg_temp.told(draft.variables, own)::jsonb
  )),
  (draft.kind = 'placed', asked_at + interval '700 milliseconds', 'system', 'dial_call', 'call.placed',
    jsonb_build_object('retellCallId', draft.retell_call_id)),
  (draft.kind = 'refused', asked_at + interval '700 milliseconds', 'system', 'dial_call', 'call.refused',
    jsonb_build_object('message', :refusal, 'httpStatus', 400)),
  (draft.kind = 'withdrawn', asked_at + interval '3 seconds', 'person', null, 'call.withdrawn', '{}'),
  (stopped, draft.ended_at - interval '1200 milliseconds', 'person', null, 'call.stop_requested', '{"status": "in_progress"}'),
  (stopped, draft.ended_at - interval '500 milliseconds', 'system', 'stop_calls', 'call.stopped', '{}')
) as line (is_so, at, kind, job, action, details)
where line.is_so;
