-- role: switchboard_owner
-- Every delivery whose signature was good, as the bytes that came. A repeat of the same bytes is
-- counted on the first row, not stored again.

create table webhook_events (
  id uuid primary key default uuidv7(),
  content_hash bytea not null unique,
  received_at timestamptz not null default now(),
  last_received_at timestamptz not null default now(),
  deliveries integer not null default 1,
  event text,
  retell_call_id text,
  call_id uuid references retell_calls (id),
  -- applied: folded into a call; stored: kept, of no effect; malformed: not JSON, or not of Retell's shape;
  -- failed: applying it failed, set aside with the reason
  verdict text not null check (verdict in ('applied', 'stored', 'malformed', 'failed')),
  note text,
  body bytea not null
);
create index webhook_events_received on webhook_events (received_at desc, id desc);
create index webhook_events_by_call on webhook_events (call_id, received_at);
create index webhook_events_by_retell_call on webhook_events (retell_call_id);

-- Deliveries we refused are only counted: a forger must not be able to fill the disk.
create table webhook_refusals (
  day date not null,
  reason text not null check (reason in ('missing_signature', 'bad_signature', 'stale', 'too_large')),
  count bigint not null default 0,
  last_at timestamptz not null default now(),
  primary key (day, reason)
);

alter table webhook_events enable row level security;
alter table webhook_events force row level security;
alter table webhook_refusals enable row level security;
alter table webhook_refusals force row level security;

create policy webhook_events_admins_read on webhook_events for select to switchboard_people
  using ((select app.is_admin()));
create policy webhook_events_system on webhook_events to switchboard_system using (true) with check (true);
create policy webhook_refusals_admins_read on webhook_refusals for select to switchboard_people
  using ((select app.is_admin()));
create policy webhook_refusals_system on webhook_refusals to switchboard_system using (true) with check (true);

grant select on webhook_events, webhook_refusals to switchboard_people;
grant select, insert, update on webhook_events, webhook_refusals to switchboard_system;
