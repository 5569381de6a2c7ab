-- role: switchboard_jobs
-- The one way to add a job: in the caller's own transaction, from a closed list of tasks.

create function jobs.enqueue(task text, payload json, key text, run_at timestamptz default now()) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  if task not in ('dial_call', 'refresh_workspace') then
    raise exception 'No such task: %', task using errcode = 'invalid_parameter_value';
  end if;
  perform graphile_worker.add_job(
    identifier => task, payload => payload, job_key => key, run_at => run_at, max_attempts => 25
  );
end
$$;
revoke execute on function jobs.enqueue(text, json, text, timestamptz) from public;
grant usage on schema jobs to switchboard_people, switchboard_system;
grant execute on function jobs.enqueue(text, json, text, timestamptz) to switchboard_people, switchboard_system;
