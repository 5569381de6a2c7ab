-- role: switchboard_owner
-- Ways to look at the history that somebody gave a name: which calls, in which columns and order.

create table call_views (
  id uuid primary key default uuidv7(),
  owner text not null references users (id),
  name text not null check (length(name) between 1 and 60),
  is_shared boolean not null default false,
  -- As in the history's address. Null in zone: days are those of UTC. Null in columns: those that the reader has.
  query text not null default '' check (length(query) <= 5000),
  zone text check (length(zone) <= 100),
  columns text check (length(columns) <= 3000),
  sort text not null default '-started' check (length(sort) <= 20),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Kept, so that deleting can be undone and the audit log speaks of something.
  deleted_at timestamptz
);
-- Two of one name cannot be told apart in a list or in the palette.
create unique index call_views_own_name on call_views (owner, lower(name)) where deleted_at is null;
create index call_views_shared on call_views (lower(name)) where is_shared and deleted_at is null;

alter table call_views enable row level security;
alter table call_views force row level security;

-- For people, not for their keys: a program says itself what it asks for.
create policy call_views_admins_read on call_views for select to switchboard_people
  using (
    (select app.is_admin()) and (select app.actor_kind()) = 'person'
    and (owner = (select app.actor_id()) or is_shared)
  );
create policy call_views_admins_save on call_views for insert to switchboard_people
  with check (
    (select app.is_admin()) and (select app.actor_kind()) = 'person'
    and owner = (select app.actor_id())
  );
-- What is shared is still its owner's, because others rely on it. When the owner is an admin no more, somebody else
-- must be able to clear up.
create policy call_views_owners_change on call_views for update to switchboard_people
  using (
    (select app.is_admin()) and (select app.actor_kind()) = 'person'
    and (
      owner = (select app.actor_id())
      or is_shared and owner not in (select id from users where role = 'admin' and banned is not true)
    )
  );

-- A backup holds what everybody keeps to themselves, too.
create policy call_views_system_reads on call_views for select to switchboard_system using (true);

grant select on call_views to switchboard_people, switchboard_system;
grant insert (owner, name, is_shared, query, zone, columns, sort) on call_views to switchboard_people;
grant update (name, is_shared, query, zone, columns, sort, updated_at, deleted_at) on call_views
  to switchboard_people;
