-- role: switchboard_owner
-- What searches need to stay quick under policies. Every change of a call pays for every index whose condition it
-- meets, so an index on what is known only after the call leaves out the calls of which it is not known: those
-- indexes are written to once or twice a call, not at each step of it.

-- Numeric comparisons are not leakproof, so under a policy they may use no index. Ten thousandths of a cent hold
-- what Retell charges exactly, and are compared as whole numbers. A figure beyond all reason has none.
alter table retell_calls add column cost_microdollars bigint generated always as (
  case when cost_cents between -1e12 and 1e12 then round(cost_cents * 10000)::bigint end
) stored;

-- They also serve the history in the order of duration and of cost, both ways. Calls that have no duration (or cost) yet
-- come last whichever way one sorts, so the list reads them by a second query, "is null" in this very order.
create index retell_calls_by_duration on retell_calls (duration_ms, placed_at, id);
create index retell_calls_by_cost on retell_calls (cost_microdollars, placed_at, id);

-- Of ranges the planner guesses how many calls they hold, and by that whether to walk the history or to look them
-- up. With the usual hundred samples its guess about the few longest calls, or the few numbers that begin so, is off by
-- so much that it walks through all of them.
alter table retell_calls
  alter column duration_ms set statistics 500,
  alter column cost_microdollars set statistics 500,
  alter column to_number set statistics 500,
  alter column from_number set statistics 500;

-- Few values, each in the history's order: a rare one is found at once, one that stopped years ago too.
create index retell_calls_by_reason on retell_calls (disconnection_reason, placed_at desc, id desc)
  where disconnection_reason is not null;
create index retell_calls_by_sentiment on retell_calls (user_sentiment, placed_at desc, id desc)
  where user_sentiment is not null;
create index retell_calls_by_success on retell_calls (call_successful, placed_at desc, id desc)
  where call_successful is not null;

-- Only the answer that can be rare. The other one is found by walking the history.
create index retell_calls_in_voicemail on retell_calls (placed_at desc, id desc) where in_voicemail;
create index retell_calls_recorded on retell_calls (placed_at desc, id desc) where has_recording;
create index retell_calls_from_the_web on retell_calls (placed_at desc, id desc) where call_type = 'web_call';

drop index retell_calls_requested_by;
create index retell_calls_by_requester on retell_calls (requested_by, placed_at desc, id desc)
  where requested_by is not null;

-- What the agent was configured to find out. Containment is not leakproof, so as with variables the owner is asked,
-- who checks first who asks.
create index retell_call_details_by_analysis on retell_call_details
  using gin ((analysis -> 'custom_analysis_data') jsonb_path_ops);
create policy retell_call_details_owner_reads on retell_call_details for select to switchboard_owner using (true);

create function app.find_calls_by_analysis(wanted jsonb) returns setof uuid
language sql stable security definer parallel safe rows 100
set search_path = ''
as $$
  select call_id from public.retell_call_details
  where (analysis operator(pg_catalog.->) 'custom_analysis_data') operator(pg_catalog.@>) wanted
    and (select app.is_admin())
$$;
comment on function app.find_calls_by_analysis(jsonb) is
  'The ids of the calls whose analysis holds these fields with these values; none for whoever is no admin.';

revoke execute on function app.find_calls_by_analysis(jsonb) from public;
grant execute on function app.find_calls_by_analysis(jsonb) to switchboard_people;
