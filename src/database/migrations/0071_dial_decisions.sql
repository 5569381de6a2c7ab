-- role: switchboard_owner
-- Attempts to dial whose outcome nobody could find out, and what a person decided about them.

-- Of an attempt whose answer was lost: when Retell last answered a look-up and did not show the call, and what went
-- wrong with the last look-up when it gave no such answer.
alter table dial_attempts add column looked_up_at timestamptz;
alter table dial_attempts add column look_up_failure text;
-- When it was counted as not placed. Stays when Retell shows the call after all, so that the error can be told.
alter table dial_attempts add column not_placed_at timestamptz;
update dial_attempts set not_placed_at = settled_at where outcome = 'not_placed';

-- Every few seconds somebody looks for attempts that are still to be settled, or were settled wrongly.
create index dial_attempts_unsettled on dial_attempts (call_id) where outcome in ('started', 'unknown', 'not_placed');

-- Since when a person is wanted. It only counts while the call is unconfirmed, so nobody needs to take it back.
alter table retell_calls add column decision_wanted_at timestamptz;
create index retell_calls_to_decide on retell_calls (placed_at desc, id desc)
  where dial_state = 'unconfirmed' and decision_wanted_at is not null;

create table dial_decisions (
  call_id uuid primary key references retell_calls (id),
  -- linked: a call that Retell shows is this one; not_placed: there is none
  decision text not null check (decision in ('linked', 'not_placed')),
  retell_call_id text check ((retell_call_id is not null) = (decision = 'linked')),
  decided_by text not null references users (id),
  decided_at timestamptz not null default now()
);
create index dial_decisions_decided_by on dial_decisions (decided_by);

alter table dial_decisions enable row level security;
alter table dial_decisions force row level security;
create policy dial_decisions_admins_read on dial_decisions for select to switchboard_people
  using ((select app.is_admin()));
-- In one's own name, and only about a call of which a decision is wanted.
create policy dial_decisions_admins_decide on dial_decisions for insert to switchboard_people
  with check (
    (select app.is_admin())
    and decided_by = (select app.actor_id())
    and exists (
      select from retell_calls as call
      where call.id = call_id and call.dial_state = 'unconfirmed' and call.decision_wanted_at is not null
    )
  );
create policy dial_decisions_system_reads on dial_decisions for select to switchboard_system using (true);

grant select on dial_decisions to switchboard_people, switchboard_system;
grant insert (call_id, decision, retell_call_id, decided_by) on dial_decisions to switchboard_people;
