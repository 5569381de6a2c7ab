-- role: switchboard_owner
-- What the history's filters need to stay quick under policies.

-- jsonb keeps no order; people gave their variables in one, and read them in it.
alter table retell_calls add column variable_names text[];
grant insert (variable_names) on retell_calls to switchboard_people;

create index retell_calls_by_direction on retell_calls (direction, placed_at desc, id desc);
-- Beginnings of numbers are ranges in the order of bytes, whatever the database's own collation is.
create index retell_calls_by_to_number_bytes on retell_calls (to_number collate "C");
create index retell_calls_by_from_number_bytes on retell_calls (from_number collate "C");
create index retell_calls_by_variable on retell_calls using gin (variables jsonb_path_ops);

-- Under a policy an operator that is not leakproof, as @> is, may not use its index. So this one
-- question is asked as the owner, who checks first who asks.
create policy retell_calls_owner_reads on retell_calls for select to switchboard_owner using (true);

create function app.find_calls_by_variable(name text, value text) returns setof uuid
language sql stable security definer parallel safe rows 100
set search_path = ''
as $$
  select id from public.retell_calls
  where variables operator(pg_catalog.@>) pg_catalog.jsonb_build_object(name, value)
    and (select app.is_admin())
$$;
comment on function app.find_calls_by_variable(text, text) is
  'The ids of the calls that carry a variable of this name and value; none for whoever is no admin.';
revoke execute on function app.find_calls_by_variable(text, text) from public;
grant execute on function app.find_calls_by_variable(text, text) to switchboard_people;
