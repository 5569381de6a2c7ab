-- role: switchboard_owner
-- What Retell's own answers taught us about a call, beside what its webhooks did: without it a call that no webhook
-- spoke of could not say how we came to know what it shows. Only what taught something is written down, so asking
-- again and again about a call that stays the same leaves nothing here.

create table call_readings (
  id uuid primary key default uuidv7(),
  -- Without its call it says nothing.
  call_id uuid not null references retell_calls (id) on delete cascade,
  read_at timestamptz not null default now(),
  -- create_call: the answer to our request to place it; get_call: an answer about this call; list_calls: a list it stood in
  source text not null check (source in ('create_call', 'get_call', 'list_calls')),
  -- As in webhook_events. Null when the call was unknown until then: everything was news, and an import of years
  -- would otherwise be written down twice.
  changes jsonb
);
create index call_readings_by_call on call_readings (call_id, read_at);

alter table call_readings enable row level security;
alter table call_readings force row level security;
create policy call_readings_admins_read on call_readings for select to switchboard_people
  using ((select app.is_admin()));
create policy call_readings_system on call_readings to switchboard_system using (true) with check (true);
grant select on call_readings to switchboard_people;
grant select, insert on call_readings to switchboard_system;
-- Moved only with a call that turns out to be another one.
grant update (call_id) on call_readings to switchboard_system;
