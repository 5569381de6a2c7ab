-- role: switchboard_owner
-- One row a call. The row is the least upper bound of everything that is known about the call:
-- see the fold in src/domain/calls/fold.ts, whose order-free merge relies on phase and field_phases.

create table retell_calls (
  id uuid primary key default uuidv7(),
  retell_call_id text unique,
  status text not null default 'initiated'
    check (status in ('initiated', 'ringing', 'in_progress', 'completed', 'failed', 'cancelled')),
  -- 0 requested by us, 1 registered at Retell, 2 connected, 3 over, 4 over and analysed
  phase smallint not null default 0 check (phase between 0 and 4),
  -- For each mergeable field, in the fold's order, the phase that last set it; -1 when nothing has.
  field_phases smallint[] not null default '{}',
  dial_state text not null default 'none'
    check (dial_state in ('none', 'queued', 'dialling', 'unconfirmed', 'accepted', 'refused', 'not_placed', 'withdrawn')),
  dial_after timestamptz,
  -- The history's order: when we were asked to call, or when Retell says the call began.
  placed_at timestamptz not null default now(),
  call_type text,
  direction text,
  from_number text,
  to_number text,
  agent_id text,
  agent_version integer,
  agent_name text,
  variables jsonb,
  metadata jsonb,
  retell_status text,
  disconnection_reason text,
  has_carrier_leg boolean,
  started_at timestamptz,
  ended_at timestamptz,
  duration_ms bigint,
  cost_cents numeric,
  call_successful boolean,
  user_sentiment text,
  in_voicemail boolean,
  has_recording boolean,
  failure_message text,
  requested_by text references users (id),
  requested_at timestamptz,
  -- Chosen by whoever asked for the call, so that asking twice is still one call.
  request_key text unique,
  stop_requested_by text references users (id),
  stop_requested_at timestamptz,
  changed_xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index retell_calls_history on retell_calls (placed_at desc, id desc);
create index retell_calls_by_status on retell_calls (status, placed_at desc, id desc);
create index retell_calls_by_agent on retell_calls (agent_id, placed_at desc, id desc);
create index retell_calls_by_to_number on retell_calls (to_number, placed_at desc, id desc);
create index retell_calls_by_from_number on retell_calls (from_number, placed_at desc, id desc);
create index retell_calls_by_change on retell_calls (changed_xid);
create index retell_calls_to_dial on retell_calls (dial_after) where dial_state in ('queued', 'dialling', 'unconfirmed');
create index retell_calls_requested_by on retell_calls (requested_by) where requested_by is not null;
create index retell_calls_stop_requested_by on retell_calls (stop_requested_by) where stop_requested_by is not null;

-- What only the call's own page reads: large, and kept out of the rows that lists scan.
create table retell_call_details (
  call_id uuid primary key references retell_calls (id),
  transcript text,
  transcript_object jsonb,
  transcript_with_tool_calls jsonb,
  analysis jsonb,
  latency jsonb,
  cost jsonb,
  collected_variables jsonb,
  token_usage jsonb,
  recording_url text,
  recording_multi_channel_url text,
  public_log_url text,
  transfer_destination text,
  -- Top-level fields of Retell's call object that we have no column for, kept as they came.
  extra jsonb,
  -- The latest phase of which a complete call object was seen; lists leave transcripts out.
  complete_phase smallint not null default -1,
  updated_at timestamptz not null default now()
);

-- When to ask Retell about a call next. Apart from the call, so that planning a check changes nothing
-- that anybody watches. No row: there is nothing left to learn.
create table call_checks (
  call_id uuid primary key references retell_calls (id),
  due_at timestamptz not null,
  attempts integer not null default 0
);
create index call_checks_due on call_checks (due_at);

-- One row for every POST to create-phone-call, written before it is sent.
create table dial_attempts (
  id uuid primary key default uuidv7(),
  call_id uuid not null references retell_calls (id),
  started_at timestamptz not null default now(),
  -- Renewed while the worker that sends it lives. Past it, nobody knows whether the request was sent.
  leased_until timestamptz not null,
  worker text not null,
  outcome text not null default 'started'
    check (outcome in ('started', 'accepted', 'refused', 'postponed', 'unknown', 'not_placed')),
  retell_call_id text,
  http_status integer,
  message text,
  settled_at timestamptz
);
create index dial_attempts_call_id on dial_attempts (call_id);
create index dial_attempts_leased on dial_attempts (leased_until) where outcome = 'started';
-- Nobody is dialled twice: while an attempt may have reached Retell, a second one cannot be written.
create unique index dial_attempts_one_that_may_ring on dial_attempts (call_id)
  where outcome in ('started', 'accepted', 'unknown', 'not_placed');

alter table retell_calls enable row level security;
alter table retell_calls force row level security;
alter table retell_call_details enable row level security;
alter table retell_call_details force row level security;
alter table call_checks enable row level security;
alter table call_checks force row level security;
alter table dial_attempts enable row level security;
alter table dial_attempts force row level security;

create policy retell_calls_admins_read on retell_calls for select to switchboard_people
  using ((select app.is_admin()));
create policy retell_calls_admins_request on retell_calls for insert to switchboard_people
  with check ((select app.is_admin()) and requested_by = (select app.actor_id()));
create policy retell_calls_admins_stop on retell_calls for update to switchboard_people
  using ((select app.is_admin())) with check ((select app.is_admin()));
create policy retell_calls_system on retell_calls to switchboard_system using (true) with check (true);

create policy retell_call_details_admins_read on retell_call_details for select to switchboard_people
  using ((select app.is_admin()));
create policy retell_call_details_system on retell_call_details to switchboard_system using (true) with check (true);

create policy call_checks_admins_read on call_checks for select to switchboard_people
  using ((select app.is_admin()));
create policy call_checks_system on call_checks to switchboard_system using (true) with check (true);

create policy dial_attempts_admins_read on dial_attempts for select to switchboard_people
  using ((select app.is_admin()));
create policy dial_attempts_system on dial_attempts to switchboard_system using (true) with check (true);

grant select on retell_calls, retell_call_details, call_checks, dial_attempts to switchboard_people;
grant insert (id, status, dial_state, dial_after, placed_at, call_type, direction, from_number, to_number,
              agent_id, agent_name, variables, metadata, requested_by, requested_at, request_key)
  on retell_calls to switchboard_people;
grant update (status, dial_state, stop_requested_by, stop_requested_at, updated_at)
  on retell_calls to switchboard_people;
grant select, insert, update on retell_calls, retell_call_details, dial_attempts to switchboard_system;
grant select, insert, update, delete on call_checks to switchboard_system;
-- A call first heard of without our id, and recognised as ours later, is merged into our row.
grant delete on retell_calls, retell_call_details to switchboard_system;

create function app.stamp_call_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.changed_xid := pg_current_xact_id();
  new.updated_at := now();
  return new;
end
$$;
create trigger retell_calls_stamp_change before update on retell_calls
  for each row execute function app.stamp_call_change();

-- One notice a statement, ids only: browsers read the rows again as themselves, so policies hold.
-- The horizon is a resume point: every change of a transaction below it was already visible, and
-- so already told, when this notice was written.
create function app.tell_call_changes() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  -- A notice may hold 8000 bytes; an id takes 39 of them.
  ids_per_notice constant integer := 150;
  notice record;
begin
  for notice in
    select json_agg(id) as ids
    from (select id, (row_number() over () - 1) / ids_per_notice as part from changed) as numbered
    group by part
  loop
    perform pg_notify(
      'switchboard_calls',
      json_build_object('horizon', pg_snapshot_xmin(pg_current_snapshot())::text, 'ids', notice.ids)::text
    );
  end loop;
  return null;
end
$$;
create trigger retell_calls_tell_inserts after insert on retell_calls
  referencing new table as changed for each statement execute function app.tell_call_changes();
create trigger retell_calls_tell_updates after update on retell_calls
  referencing new table as changed for each statement execute function app.tell_call_changes();
create trigger retell_calls_tell_deletes after delete on retell_calls
  referencing old table as changed for each statement execute function app.tell_call_changes();
grant execute on function app.stamp_call_change(), app.tell_call_changes() to switchboard_people, switchboard_system;
