-- Made anew on each connection that plants: gone with it, whatever happens.

create temp table stories (
  place integer primary key,
  kind text not null,
  stopped boolean not null,
  person integer not null,
  is_british boolean not null,
  ring_ms integer not null,
  duration_ms integer not null,
  taught text,
  metadata text,
  variables text
);
create temp table story_rows (like retell_calls);
create temp table story_details (like retell_call_details);
create temp table story_events (
  place integer not null,
  number integer not null,
  event text not null,
  head text not null,
  spoken text not null,
  changes text not null,
  is_after_end boolean not null
);
-- Stories find their rows by these, which are replaced in every call.
alter table story_rows add column place integer, alter column id drop not null, alter column changed_xid drop not null,
  alter column placed_at drop not null, alter column created_at drop not null, alter column updated_at drop not null;
alter table story_details add column place integer, alter column call_id drop not null, alter column updated_at drop not null;

-- Looks random and never changes: a number below `limit` for a call and a purpose.
create function pg_temp.drawn(seed text, call bigint, purpose text, below integer) returns integer
language sql immutable
return (hashtextextended(seed || purpose || call::text, 0) & 9007199254740991) % below;

-- In the order of time, as the database's own ids are.
create function pg_temp.id_at(at timestamptz, digest text) returns uuid
language sql immutable
return (
  lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(digest, 1, 3) || 'a' || substr(digest, 4, 15)
)::uuid;

create function pg_temp.iso(at timestamptz) returns text
language sql stable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

create function pg_temp.ms(at timestamptz) returns text
language sql immutable
return (extract(epoch from at) * 1000)::bigint::text;
