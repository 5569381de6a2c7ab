-- role: switchboard_owner
-- What the reconciler needs to know when Retell and we disagree, and what the figure of webhook completeness is
-- counted from.

-- Calls in Retell's lists that could not be written down, with the reason, so that one of them neither holds up its
-- neighbours nor disappears in silence. The id is cut, because it may itself be what is wrong.
create table calls_set_aside (
  retell_call_id text primary key check (length(retell_call_id) <= 200),
  reason text not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- Looked at no sooner than this again: what failed a moment ago fails again.
  retry_at timestamptz not null
);
create index calls_set_aside_last_seen on calls_set_aside (last_seen_at desc);

alter table calls_set_aside enable row level security;
alter table calls_set_aside force row level security;
create policy calls_set_aside_admins_read on calls_set_aside for select to switchboard_people
  using ((select app.is_admin()));
create policy calls_set_aside_system on calls_set_aside to switchboard_system using (true) with check (true);
grant select on calls_set_aside to switchboard_people;
grant select, insert, update, delete on calls_set_aside to switchboard_system;

-- Retell has denied the call for so long that it counts as deleted there. What is seen of it later takes this back.
alter table retell_calls add column retell_gone_at timestamptz;
-- Since when Retell denies it without a break; one denial alone may be a slip.
alter table call_checks add column absent_since timestamptz;

-- Calls that are over, by when they were. A call that never connected may have neither start nor end. Written
-- as a case, because under a policy coalesce() counts as one that might tell, and may not use an index.
create index retell_calls_over on retell_calls ((
  case when ended_at is not null then ended_at when started_at is not null then started_at else placed_at end
)) where phase >= 3;

-- Which events of a call came, and when, is answered by the index alone; the bodies beside it are large.
drop index webhook_events_by_retell_call;
create index webhook_events_by_retell_call on webhook_events (retell_call_id, event) include (received_at);

-- Since when the agent's webhook setting is known to be what it is: before, we cannot say what was to be expected.
alter table retell_agents add column webhook_since timestamptz not null default now();
