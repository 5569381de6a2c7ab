-- Everything that the plain implementation keeps: the last thing that was heard of each call.
create table plain_calls (
  call_id text primary key,
  status text,
  call jsonb not null,
  updated_at timestamptz not null default now()
);
grant select, insert, update on plain_calls to public;
