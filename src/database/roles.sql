-- The roles that everything else is granted to. Run before every migration; safe to repeat.
--
--   switchboard_owner     owns tables and functions, cannot log in, used by migrations alone
--   switchboard_people    what policies call a signed-in person or an API key
--   switchboard_system    what policies call our own jobs and Retell's webhooks
--   switchboard_app       the login of web and worker: may become people or system, can do nothing as itself
--   switchboard_identity  the login of the sign-in library: sees identity tables only
--   switchboard_jobs      the login of the job queue: owns the queue's own schema only
--
-- None of them is a superuser or may bypass row level security.
do $roles$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('switchboard_owner', 'nologin'),
      ('switchboard_people', 'nologin'),
      ('switchboard_system', 'nologin'),
      ('switchboard_app', 'login noinherit'),
      ('switchboard_identity', 'login'),
      ('switchboard_jobs', 'login')
    ) as roles (name, attributes)
  loop
    begin
      if not exists (select from pg_roles where rolname = wanted.name) then
        execute format('create role %I %s', wanted.name, wanted.attributes);
      end if;
    exception
      -- Roles belong to the whole server, so another database's migration may have been quicker.
      when duplicate_object or unique_violation then null;
    end;
  end loop;

  if not pg_has_role('switchboard_app', 'switchboard_people', 'set') then
    grant switchboard_people to switchboard_app with inherit false, set true;
  end if;
  if not pg_has_role('switchboard_app', 'switchboard_system', 'set') then
    grant switchboard_system to switchboard_app with inherit false, set true;
  end if;
  -- A migrating user who is no superuser must be allowed to act as the two owners.
  if not pg_has_role(current_user, 'switchboard_owner', 'set') then
    execute format('grant switchboard_owner to %I', current_user);
  end if;
  if not pg_has_role(current_user, 'switchboard_jobs', 'set') then
    execute format('grant switchboard_jobs to %I', current_user);
  end if;
end
$roles$;

-- Schemas belong to this database, so they are made here and not once a server.
create schema if not exists app authorization switchboard_owner;
create schema if not exists graphile_worker authorization switchboard_jobs;
create schema if not exists jobs authorization switchboard_jobs;
grant usage, create on schema public to switchboard_owner;
-- Schema public belongs to the database's owner, for whom no migration's role may speak.
revoke all on schema public from public;
grant usage on schema public to switchboard_people, switchboard_system, switchboard_identity;
-- The queue's library says `create schema if not exists` at every start, which asks for this right.
do $queue$ begin execute format('grant create on database %I to switchboard_jobs', current_database()); end $queue$;
