-- role: switchboard_owner
-- Who did what, written in the transaction that does it. Append-only: no role may change or remove a line.

create table audit_log (
  id uuid primary key default uuidv7(),
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('person', 'api_key', 'system', 'webhook')),
  actor_id text not null,
  action text not null,
  call_id uuid references retell_calls (id),
  details jsonb not null default '{}',
  ip_address text
);
create index audit_log_at on audit_log (at desc, id desc);
create index audit_log_call_id on audit_log (call_id, at) where call_id is not null;
create index audit_log_actor on audit_log (actor_id, at desc);

alter table audit_log enable row level security;
alter table audit_log force row level security;

create policy audit_log_admins_read on audit_log for select to switchboard_people
  using ((select app.is_admin()));
create policy audit_log_people_write on audit_log for insert to switchboard_people
  with check (
    (select app.is_admin())
    and actor_kind = (select app.actor_kind())
    and actor_id = (select app.actor_id())
  );
create policy audit_log_system_reads on audit_log for select to switchboard_system using (true);
create policy audit_log_system_writes on audit_log for insert to switchboard_system
  with check (actor_kind = (select app.actor_kind()) and actor_id = (select app.actor_id()));

grant select on audit_log to switchboard_people, switchboard_system;
grant insert (actor_kind, actor_id, action, call_id, details, ip_address) on audit_log
  to switchboard_people, switchboard_system;

-- Policies bind roles; this binds the owner and a careless superuser as well.
create function app.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'The audit log is append-only: % is not allowed.', lower(tg_op)
    using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function app.refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function app.refuse_change();
