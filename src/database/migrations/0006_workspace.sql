-- role: switchboard_owner
-- What Retell last said about its agents and numbers, so that pages never wait for Retell,
-- and the marks that say how far the reconciler has read.

create table retell_agents (
  agent_id text primary key,
  agent_name text,
  channel text,
  version integer,
  language text,
  webhook_url text,
  response_engine text,
  begin_message text,
  -- Names used as {{name}} in the agent's prompts, Retell's own system variables left out.
  prompt_variables text[] not null default '{}',
  default_variables jsonb not null default '{}',
  fetched_at timestamptz not null default now(),
  gone_at timestamptz
);

create table retell_numbers (
  phone_number text primary key,
  nickname text,
  number_type text,
  outbound_agents jsonb not null default '[]',
  fetched_at timestamptz not null default now(),
  gone_at timestamptz
);

create table sync_marks (
  name text primary key,
  mark text not null,
  updated_at timestamptz not null default now()
);

alter table retell_agents enable row level security;
alter table retell_agents force row level security;
alter table retell_numbers enable row level security;
alter table retell_numbers force row level security;
alter table sync_marks enable row level security;
alter table sync_marks force row level security;

create policy retell_agents_admins_read on retell_agents for select to switchboard_people using ((select app.is_admin()));
create policy retell_agents_system on retell_agents to switchboard_system using (true) with check (true);
create policy retell_numbers_admins_read on retell_numbers for select to switchboard_people using ((select app.is_admin()));
create policy retell_numbers_system on retell_numbers to switchboard_system using (true) with check (true);
create policy sync_marks_admins_read on sync_marks for select to switchboard_people using ((select app.is_admin()));
create policy sync_marks_system on sync_marks to switchboard_system using (true) with check (true);

grant select on retell_agents, retell_numbers, sync_marks to switchboard_people;
grant select, insert, update on retell_agents, retell_numbers, sync_marks to switchboard_system;
