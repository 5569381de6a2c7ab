-- role: switchboard_owner
-- Deliveries are also refused when there are too many of them, when one comes too slowly, and when the
-- database does not say in time that it has them.

alter table webhook_refusals drop constraint webhook_refusals_reason_check;
alter table webhook_refusals add constraint webhook_refusals_reason_check
  check (reason in ('missing_signature', 'bad_signature', 'stale', 'too_large', 'too_slow', 'busy', 'not_stored'));
