-- role: switchboard_owner
-- What comes is newer than what is there. An index that begins with the newest has each entry put in before all others,
-- where a full page is parted in the middle and both halves stay half empty; at the end of one that is walked backwards
-- pages are filled. So they take half the room, and more of a long history is in memory.

-- Numbers are compared as the bytes they are, which is what a search for how a number begins needs: one index a number
-- serves that and whole numbers too.
drop index retell_calls_by_to_number_bytes;
drop index retell_calls_by_from_number_bytes;
drop index retell_calls_by_to_number;
drop index retell_calls_by_from_number;
alter table retell_calls
  alter column to_number type text collate "C",
  alter column from_number type text collate "C";
create index retell_calls_by_to_number on retell_calls (to_number, placed_at, id);
create index retell_calls_by_from_number on retell_calls (from_number, placed_at, id);

drop index retell_calls_walk;
create index retell_calls_walk on retell_calls (
  placed_at, id,
  duration_ms, cost_microdollars, call_successful, in_voicemail, has_recording,
  status, direction, disconnection_reason, user_sentiment
);
drop index retell_calls_by_status;
create index retell_calls_by_status on retell_calls (status, placed_at, id);
drop index retell_calls_by_agent;
create index retell_calls_by_agent on retell_calls (agent_id, placed_at, id);
drop index retell_calls_by_reason;
create index retell_calls_by_reason on retell_calls (disconnection_reason, placed_at, id)
  where disconnection_reason is not null;
drop index retell_calls_by_sentiment;
create index retell_calls_by_sentiment on retell_calls (user_sentiment, placed_at, id)
  where user_sentiment is not null;
drop index retell_calls_by_success;
create index retell_calls_by_success on retell_calls (call_successful, placed_at, id)
  where call_successful is not null;
drop index retell_calls_by_requester;
create index retell_calls_by_requester on retell_calls (requested_by, placed_at, id)
  where requested_by is not null;
drop index retell_calls_in_voicemail;
create index retell_calls_in_voicemail on retell_calls (placed_at, id) where in_voicemail;
drop index retell_calls_from_the_web;
create index retell_calls_from_the_web on retell_calls (placed_at, id) where call_type = 'web_call';
drop index retell_calls_to_decide;
create index retell_calls_to_decide on retell_calls (placed_at, id)
  where dial_state = 'unconfirmed' and decision_wanted_at is not null;

drop index webhook_events_received;
create index webhook_events_received on webhook_events (received_at, id);
drop index webhook_events_by_verdict;
create index webhook_events_by_verdict on webhook_events (verdict, received_at, id);
drop index webhook_events_by_event;
create index webhook_events_by_event on webhook_events (event, received_at, id);

drop index audit_log_at;
create index audit_log_at on audit_log (at, id);
drop index audit_log_actor;
create index audit_log_actor on audit_log (actor_id, at);
drop index audit_log_subject;
create index audit_log_subject on audit_log (subject_id, at, id) where subject_id is not null;
drop index audit_log_action;
create index audit_log_action on audit_log (action, at, id);
drop index audit_log_key;
create index audit_log_key on audit_log (key_id, at, id) where key_id is not null;

-- What is known of a column's values goes with its type. A table known to be empty is another thing to the planner than one
-- that nobody has looked at.
do $$
begin
  if exists (select from retell_calls) then
    analyze retell_calls (to_number, from_number);
  end if;
end
$$;
