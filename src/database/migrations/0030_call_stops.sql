-- role: switchboard_owner
-- A person's wish that a call should stop, and what came of it. The wish itself (who and when) stands in
-- the call's row, where policies let people write it; carrying it out is the system's work.

create table call_stops (
  call_id uuid primary key references retell_calls (id),
  -- wanted: still to be carried out; sent: Retell took it; moot: the call was over by itself;
  -- given_up: Retell refused or was away for too long
  outcome text not null default 'wanted' check (outcome in ('wanted', 'sent', 'moot', 'given_up')),
  wanted_at timestamptz not null default now(),
  -- Moved ahead by whoever carries it out, so that two never ask Retell at the same time. The process that
  -- wrote the wish goes first; it is due for everybody else when that one has not come to it.
  due_at timestamptz not null default now() + interval '2 seconds',
  attempts integer not null default 0,
  -- What Retell said the last time, when it did not do it.
  message text,
  settled_at timestamptz
);
create index call_stops_wanted on call_stops (due_at) where outcome = 'wanted';

alter table call_stops enable row level security;
alter table call_stops force row level security;

create policy call_stops_admins_read on call_stops for select to switchboard_people
  using ((select app.is_admin()));
create policy call_stops_admins_wish on call_stops for insert to switchboard_people
  with check ((select app.is_admin()) and outcome = 'wanted');
create policy call_stops_system on call_stops to switchboard_system using (true) with check (true);

grant select on call_stops to switchboard_people;
grant insert (call_id) on call_stops to switchboard_people;
-- Deleted only with a call that turns out to be another one.
grant select, insert, update, delete on call_stops to switchboard_system;

-- When Retell was last really asked about the call, whoever wanted to know.
alter table call_checks add column asked_at timestamptz;

-- A line of the log outlives what it speaks of: a call that turns out to be another one is merged into
-- that and its row goes, while nobody may touch the line.
alter table audit_log drop constraint audit_log_call_id_fkey;
