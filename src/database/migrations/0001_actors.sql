-- role: switchboard_owner
-- Who is acting. asActor sets these for one transaction; policies read them.

grant usage on schema app to switchboard_people, switchboard_system;
revoke all on schema public from public;
grant usage on schema public to switchboard_people, switchboard_system, switchboard_identity;
alter default privileges revoke execute on functions from public;

create function app.actor_kind() returns text
language sql stable parallel safe
set search_path = ''
as $$ select nullif(current_setting('app.actor_kind', true), '') $$;
comment on function app.actor_kind() is 'person, api_key, system or webhook; null outside asActor.';

create function app.actor_id() returns text
language sql stable parallel safe
set search_path = ''
as $$ select nullif(current_setting('app.actor_id', true), '') $$;
comment on function app.actor_id() is 'The id of the person, the key''s owner, the job or the webhook source.';

grant execute on function app.actor_kind(), app.actor_id() to switchboard_people, switchboard_system;
