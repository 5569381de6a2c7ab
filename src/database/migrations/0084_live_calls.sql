-- role: switchboard_owner
-- The calls of this moment: on the line first, then those that wait to be dialled, each in the order in which they were
-- asked for or came in. However long the history is, this index holds as many entries as calls are under way.

create index retell_calls_live on retell_calls ((dial_state = 'queued'), placed_at, id)
  where status in ('initiated', 'ringing', 'in_progress');
