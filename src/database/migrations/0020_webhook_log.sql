-- role: switchboard_owner
-- What the delivery log shows besides the deliveries themselves, and what set-up shows of agents.

-- Field by field what applying the event changed in its call: [{"field", "before", "after"}]. Large
-- fields stand there with their size alone. Null when the event was never applied.
alter table webhook_events add column changes jsonb;

create index webhook_events_by_verdict on webhook_events (verdict, received_at desc, id desc);
create index webhook_events_by_event on webhook_events (event, received_at desc, id desc);

-- The events that an agent's own webhook setting asks for; null means Retell's usual three.
alter table retell_agents add column webhook_events text[];

-- Which migrations have landed, for whoever checks the installation.
create policy migrations_system_reads on app.migrations for select to switchboard_system using (true);
grant select (name) on app.migrations to switchboard_system;
