-- Put over a migrated database, so that it tells the time and draws ids as the simulation says.

create schema sim;
grant usage on schema sim to public;

create sequence sim.ids;
grant usage on sequence sim.ids to public;

-- Set at the beginning of each transaction, which is the moment that now() speaks of.
create function sim.now() returns timestamptz
language sql stable parallel safe
as $$ select current_setting('sim.now')::timestamptz $$;

create function sim.uuidv7() returns uuid
language sql volatile
as $$
  select (
    lpad(to_hex((extract(epoch from sim.now()) * 1000)::bigint), 12, '0') || '7' || substr(lot, 1, 3) || '8' || substr(lot, 4, 15)
  )::uuid
  from md5(current_setting('sim.seed') || nextval('sim.ids')) as lot
$$;

-- Every function and every default that asks for the time, or for an id, asks here.
do $rewrite$
declare
  found record;
begin
  for found in
    select pg_get_functiondef(pg_proc.oid) as definition
    from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
    where nspname in ('app', 'jobs', 'graphile_worker') and prokind = 'f' and prosrc ~ '\m(now|uuidv7|gen_random_uuid)\(\)'
  loop
    execute regexp_replace(
      regexp_replace(found.definition, '\mnow\(\)', 'sim.now()', 'g'),
      '\m(uuidv7|gen_random_uuid)\(\)', 'sim.uuidv7()', 'g'
    );
  end loop;
  for found in
    select adrelid::regclass as relation, attname, pg_get_expr(adbin, adrelid) as expression
    from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
    where pg_get_expr(adbin, adrelid) ~ '\m(now|uuidv7|gen_random_uuid)\(\)'
  loop
    execute format(
      'alter table %s alter column %I set default %s', found.relation, found.attname,
      regexp_replace(
        regexp_replace(found.expression, '\mnow\(\)', 'sim.now()', 'g'),
        '\m(uuidv7|gen_random_uuid)\(\)', 'sim.uuidv7()', 'g'
      )
    );
  end loop;
end
$rewrite$;

-- What changed in the state of calls, with the transaction that did it: for the checks, which compare it
-- with the audit log and with what viewers may have seen.
create table sim.changes (
  place bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default sim.now(),
  call_id uuid not null,
  subject text not null,
  was text,
  became text
);
grant insert on sim.changes to public;

create function sim.note_call() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    insert into sim.changes (call_id, subject, became)
    values (new.id, case when new.requested_at is null then 'heard of' else 'requested' end, new.dial_state);
    return null;
  end if;
  if new.dial_state <> old.dial_state then
    insert into sim.changes (call_id, subject, was, became) values (new.id, 'dial_state', old.dial_state, new.dial_state);
  end if;
  if new.phase < old.phase then
    insert into sim.changes (call_id, subject, was, became) values (new.id, 'phase went back', old.phase, new.phase);
  end if;
  if new.status <> old.status then
    insert into sim.changes (call_id, subject, was, became) values (new.id, 'status', old.status, new.status);
  end if;
  if new.wait_reason <> old.wait_reason or (new.wait_reason is not null and old.wait_reason is null) then
    insert into sim.changes (call_id, subject, was, became) values (new.id, 'waits', old.wait_reason, new.wait_reason);
  end if;
  return null;
end
$$;
create trigger sim_note_call after insert or update on retell_calls for each row execute function sim.note_call();

create function sim.note_stop() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    insert into sim.changes (call_id, subject, became) values (new.call_id, 'stop', new.outcome);
  elsif new.outcome <> old.outcome then
    insert into sim.changes (call_id, subject, was, became) values (new.call_id, 'stop', old.outcome, new.outcome);
  end if;
  return null;
end
$$;
create trigger sim_note_stop after insert or update on call_stops for each row execute function sim.note_stop();
