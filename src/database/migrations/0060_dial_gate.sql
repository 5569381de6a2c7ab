-- role: switchboard_owner
-- Retell's limits are the workspace's, so whoever dials goes through one gate that every worker shares:
-- lines as Retell last told them, pauses it asked for. The row's lock makes turns, one after the other.
-- How fast calls are started and which of them a reading of the lines cannot hold yet is read from
-- dial_attempts, so there is no count that could leak when a worker dies.

create table dial_gate (
  only_one boolean primary key default true check (only_one),
  -- When Retell was asked for what stands here; what was dialled since is not in it.
  read_at timestamptz,
  lines_limit integer,
  lines_reserved integer,
  lines_in_use integer,
  -- Somebody is asking. Past it, they died, and somebody else may.
  reading_until timestamptz,
  reading_failed_since timestamptz,
  reading_failed_at timestamptz,
  reading_failure text,
  paused_until timestamptz,
  pause_reason text check (pause_reason in ('retell_asked', 'retell_unreachable')),
  pause_message text,
  paused_at timestamptz,
  -- Pauses in a row; each is longer than the one before where Retell does not say how long.
  pauses integer not null default 0,
  -- The first of the pauses in a row: since when Retell has taken no call.
  trouble_since timestamptz,
  -- What waiting calls were last told, so that they are not told anew at every look.
  told_reason text,
  told_at timestamptz
);
insert into dial_gate default values;

alter table dial_gate enable row level security;
alter table dial_gate force row level security;
create policy dial_gate_admins_read on dial_gate for select to switchboard_people using ((select app.is_admin()));
create policy dial_gate_system on dial_gate to switchboard_system using (true) with check (true);
grant select on dial_gate to switchboard_people;
grant select, update on dial_gate to switchboard_system;

-- Why a queued call is not dialled yet, and since when for this reason.
alter table retell_calls add column wait_reason text
  check (wait_reason in ('no_free_line', 'calls_per_second', 'retell_asked', 'retell_unreachable', 'lines_unknown'));
alter table retell_calls add column wait_since timestamptz;

-- Calls go in the order in which they were asked for.
create index retell_calls_queue on retell_calls (requested_at, id) where dial_state = 'queued';
create index dial_attempts_started on dial_attempts (started_at);

-- given_up: it was never sent, because Retell took nothing for too long or no line came free in time.
alter table retell_calls drop constraint retell_calls_dial_state_check;
alter table retell_calls add constraint retell_calls_dial_state_check check (
  dial_state in
    ('none', 'queued', 'dialling', 'unconfirmed', 'accepted', 'refused', 'not_placed', 'withdrawn', 'given_up')
);
