-- role: switchboard_owner
-- What is looked for is put together once a question. As an expression it was so again for each row that the index
-- had found, to be compared with the row itself.

create or replace function app.find_calls_by_variable(name text, value text) returns setof uuid
language sql stable security definer parallel safe rows 100
set search_path = ''
as $$
  select id from public.retell_calls
  where variables operator(pg_catalog.@>) (select pg_catalog.jsonb_build_object(name, value))
    and (select app.is_admin())
$$;
