-- role: switchboard_owner
-- Whoever stops a call does so in their own name: nobody may write down somebody else as the one who wanted it.

alter policy retell_calls_admins_stop on retell_calls
  with check ((select app.is_admin()) and stop_requested_by = (select app.actor_id()));
