-- role: switchboard_owner
-- People and their sessions. The sign-in library reads and writes them through its own login,
-- switchboard_identity; nobody else ever sees a password hash or a session token.

create table users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'user',
  banned boolean default false,
  ban_reason text,
  ban_expires timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  impersonated_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user_id on sessions (user_id);

create table accounts (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index accounts_user_id on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

create table rate_limits (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- The one question every policy asks. It runs as the owner, because the asker may not read users.
create function app.is_admin() returns boolean
language sql stable security definer parallel safe
set search_path = ''
as $$
  select exists (
    select from public.users
    where id = app.actor_id()
      and app.actor_kind() in ('person', 'api_key')
      and role = 'admin'
      and (banned is not true or ban_expires < now())
  )
$$;
comment on function app.is_admin() is 'True when the acting person may use the console. Wrap it as (select app.is_admin()) in policies.';
grant execute on function app.is_admin() to switchboard_people;

alter table users enable row level security;
alter table users force row level security;
alter table sessions enable row level security;
alter table sessions force row level security;
alter table accounts enable row level security;
alter table accounts force row level security;
alter table verifications enable row level security;
alter table verifications force row level security;
alter table rate_limits enable row level security;
alter table rate_limits force row level security;

create policy users_identity on users to switchboard_identity using (true) with check (true);
create policy sessions_identity on sessions to switchboard_identity using (true) with check (true);
create policy accounts_identity on accounts to switchboard_identity using (true) with check (true);
create policy verifications_identity on verifications to switchboard_identity using (true) with check (true);
create policy rate_limits_identity on rate_limits to switchboard_identity using (true) with check (true);

-- is_admin runs as the owner, whom forced policies bind like everyone else.
create policy users_owner_reads on users for select to switchboard_owner using (true);
create policy users_people_read on users for select to switchboard_people
  using ((select app.is_admin()) or id = (select app.actor_id()));
create policy users_system_reads on users for select to switchboard_system using (true);

grant select, insert, update, delete on users, sessions, accounts, verifications, rate_limits to switchboard_identity;
grant select (id, name, email, role, banned, created_at) on users to switchboard_people, switchboard_system;

-- Open live streams must end when their viewer's right to look ends, so every such change is told.
create function app.tell_identity_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_table_name = 'users' then
    perform pg_notify('switchboard_people', old.id);
  else
    perform pg_notify('switchboard_people', old.user_id);
  end if;
  return null;
end
$$;
grant execute on function app.tell_identity_change() to switchboard_identity;

create trigger users_tell_change
  after update of role, banned or delete on users
  for each row execute function app.tell_identity_change();
create trigger sessions_tell_end
  after delete on sessions
  for each row execute function app.tell_identity_change();
