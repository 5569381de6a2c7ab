-- role: switchboard_owner
-- Somebody may be watching a call that is not over yet, so it is asked about before any that is: the
-- import of a long past must not keep a ringing phone waiting.

alter table call_checks add column is_live boolean not null default true;
drop index call_checks_due;
create index call_checks_due on call_checks (is_live, due_at);
