-- role: switchboard_owner
-- Who may use the console: roles, deactivation, invitations, and what the audit log says about people.

-- Admins change a role or deactivate; a key may do neither, whoever made it.
create policy users_admins_change on users for update to switchboard_people
  using ((select app.is_admin()) and (select app.actor_kind()) = 'person')
  with check (role in ('admin', 'user'));
grant update (role, banned, ban_reason, ban_expires, updated_at) on users to switchboard_people;

-- Without an active admin nobody could ever make another one. Two admins who demote each other at once see
-- each other's change only because the second waits here for the first to commit, and then looks anew.
create function app.keep_an_admin() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Any number will do, as long as no other lock of ours has it.
  perform pg_advisory_xact_lock(7304120);
  if not exists (select from public.users where role = 'admin' and banned is not true) then
    raise exception 'The last active admin can be neither demoted nor deactivated.' using errcode = 'SW001';
  end if;
  return null;
end
$$;
create trigger users_keep_an_admin_changed
  after update of role, banned on users for each row
  when (old.role = 'admin' and old.banned is not true and (new.role <> 'admin' or new.banned is true))
  execute function app.keep_an_admin();
create trigger users_keep_an_admin_deleted
  after delete on users for each row
  when (old.role = 'admin' and old.banned is not true)
  execute function app.keep_an_admin();

-- The link itself is shown once; only the hash of its token is kept.
create table invitations (
  id uuid primary key default uuidv7(),
  email text not null check (email = lower(email)),
  role text not null check (role in ('admin', 'user')),
  token_hash bytea not null unique,
  invited_by text not null references users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  accepted_by text references users (id),
  revoked_at timestamptz,
  revoked_by text references users (id),
  check (accepted_at is null or revoked_at is null)
);
create unique index invitations_one_open on invitations (email) where accepted_at is null and revoked_at is null;
create index invitations_invited_by on invitations (invited_by);
create index invitations_accepted_by on invitations (accepted_by) where accepted_by is not null;
create index invitations_revoked_by on invitations (revoked_by) where revoked_by is not null;

alter table invitations enable row level security;
alter table invitations force row level security;

create policy invitations_admins_read on invitations for select to switchboard_people
  using ((select app.is_admin()) and (select app.actor_kind()) = 'person');
create policy invitations_admins_make on invitations for insert to switchboard_people
  with check (
    (select app.is_admin()) and (select app.actor_kind()) = 'person'
    and invited_by = (select app.actor_id())
  );
create policy invitations_admins_revoke on invitations for update to switchboard_people
  using ((select app.is_admin()) and (select app.actor_kind()) = 'person')
  with check ((select app.is_admin()) and revoked_by = (select app.actor_id()));
-- Whoever accepts is nobody yet, so the system acts for them.
create policy invitations_system_reads on invitations for select to switchboard_system using (true);
create policy invitations_system_accepts on invitations for update to switchboard_system
  using (true) with check (true);

grant select (id, email, role, invited_by, created_at, expires_at, accepted_at, accepted_by, revoked_at, revoked_by)
  on invitations to switchboard_people;
grant insert (email, role, token_hash, invited_by) on invitations to switchboard_people;
grant update (revoked_at, revoked_by) on invitations to switchboard_people;
grant select on invitations to switchboard_system;
grant update (accepted_at, accepted_by) on invitations to switchboard_system;

-- The person whom a line is about: who signed in, whose role was changed, who was invited.
alter table audit_log add column subject_id text;
grant insert (subject_id) on audit_log to switchboard_people, switchboard_system;
create index audit_log_subject on audit_log (subject_id, at desc, id desc) where subject_id is not null;
create index audit_log_action on audit_log (action, at desc, id desc);
