-- role: switchboard_owner
-- Keys for programs. The sign-in library's plugin makes and verifies them and names most of the columns; what it
-- keeps of a key is its hash. A key is never removed, so that the audit log can always name it.

create table api_keys (
  id text primary key,
  config_id text not null default 'default',
  name text not null,
  start text,
  prefix text,
  key text not null unique,
  -- The person who made it, and than whom it can do no more.
  reference_id text not null references users (id),
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean not null default true,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window integer,
  rate_limit_max integer,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  permissions text,
  metadata text,
  revoked_at timestamptz,
  revoked_by text references users (id)
);
create index api_keys_reference_id on api_keys (reference_id);
create index api_keys_revoked_by on api_keys (revoked_by) where revoked_by is not null;

create function app.actor_key_id() returns text
language sql stable parallel safe
set search_path = ''
as $$ select nullif(current_setting('app.actor_key_id', true), '') $$;
comment on function app.actor_key_id() is 'The id of the API key that acts; null for everyone else.';
grant execute on function app.actor_key_id() to switchboard_people, switchboard_system;

-- As before for a person; a key counts while it is itself in force and its owner is an admin.
create or replace function app.is_admin() returns boolean
language sql stable security definer parallel safe
set search_path = ''
as $$
  select exists (
    select from public.users
    where id = app.actor_id()
      and role = 'admin'
      and (banned is not true or ban_expires < now())
      and (
        app.actor_kind() = 'person'
        or app.actor_kind() = 'api_key' and exists (
          select from public.api_keys
          where api_keys.id = app.actor_key_id()
            and reference_id = users.id
            and enabled
            and (expires_at is null or expires_at > now())
        )
      )
  )
$$;

alter table api_keys enable row level security;
alter table api_keys force row level security;

create policy api_keys_identity_reads on api_keys for select to switchboard_identity using (true);
create policy api_keys_identity_makes on api_keys for insert to switchboard_identity with check (true);
create policy api_keys_identity_uses on api_keys for update to switchboard_identity using (true) with check (true);
create policy api_keys_owner_reads on api_keys for select to switchboard_owner using (true);
create policy api_keys_admins_read on api_keys for select to switchboard_people
  using ((select app.is_admin()) and (select app.actor_kind()) = 'person');
-- A revoked key stays revoked.
create policy api_keys_admins_revoke on api_keys for update to switchboard_people
  using ((select app.is_admin()) and (select app.actor_kind()) = 'person' and enabled)
  with check (not enabled and revoked_by = (select app.actor_id()));

-- The plugin deletes keys that have expired. It may try: no policy lets it find one to delete.
grant select, insert, update, delete on api_keys to switchboard_identity;
grant select (id, name, start, reference_id, enabled, last_request, expires_at, created_at, revoked_at, revoked_by)
  on api_keys to switchboard_people;
grant update (enabled, revoked_at, revoked_by, updated_at) on api_keys to switchboard_people;

-- A key acts in its owner's name; the line says which key it was.
alter table audit_log add column key_id text references api_keys (id);
create index audit_log_key on audit_log (key_id, at desc, id desc) where key_id is not null;
grant insert (key_id) on audit_log to switchboard_people, switchboard_system;
drop policy audit_log_people_write on audit_log;
create policy audit_log_people_write on audit_log for insert to switchboard_people
  with check (
    (select app.is_admin())
    and actor_kind = (select app.actor_kind())
    and actor_id = (select app.actor_id())
    and key_id is not distinct from (select app.actor_key_id())
  );
drop policy audit_log_system_writes on audit_log;
create policy audit_log_system_writes on audit_log for insert to switchboard_system
  with check (
    actor_kind = (select app.actor_kind())
    and actor_id = (select app.actor_id())
    and key_id is not distinct from (select app.actor_key_id())
  );
