-- role: switchboard_owner
-- Packing bodies was a quarter of all that Postgres did for a webhook, while the sender waited. They are stored as they come,
-- and packed later, closer than Postgres packs them, by whoever has time: src/domain/webhooks/pack-bodies.ts.
alter table webhook_events alter column body set storage external;
alter table webhook_events add column packed_from integer check (packed_from > 0);
comment on column webhook_events.packed_from is
  'How many bytes came; body holds them packed by zstd. Null where body is what came.';

-- What is here already was packed by Postgres and stays so.
insert into sync_marks (name, mark)
select 'webhooks_packed', received_at::text || '|' || id from webhook_events order by received_at desc, id desc limit 1
on conflict (name) do nothing;
