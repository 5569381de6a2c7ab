-- role: switchboard_owner
-- Every policy asks this once for each table that a statement names. As a function of SQL it took longer to get going than
-- to look: the whole question with both kinds of actor was made ready each time.
create or replace function app.is_admin() returns boolean
language plpgsql stable security definer parallel safe
set search_path = ''
as $$
declare
  kind constant text := current_setting('app.actor_kind', true);
begin
  if kind = 'person' then
    perform from public.users
    where id = current_setting('app.actor_id', true)
      and role = 'admin'
      and (banned is not true or ban_expires < now());
    return found;
  elsif kind = 'api_key' then
    -- A key counts while it is itself in force and its owner is an admin.
    perform from public.users
    join public.api_keys on api_keys.reference_id = users.id
    where users.id = current_setting('app.actor_id', true)
      and users.role = 'admin'
      and (users.banned is not true or users.ban_expires < now())
      and api_keys.id = current_setting('app.actor_key_id', true)
      and api_keys.enabled
      and (api_keys.expires_at is null or api_keys.expires_at > now());
    return found;
  end if;
  return false;
end
$$;

-- Who is an admin never comes to the second question, so it need not be made ready for each statement that names somebody.
alter policy users_people_read on users using ((select app.is_admin()) or id = app.actor_id());
