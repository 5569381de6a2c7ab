-- role: switchboard_owner
-- Values that many calls have each and that seldom go together were looked for along the whole history. Of most of these
-- columns there are few values, so Postgres goes from each kind of calls that there is to the next, and a search for two
-- values that never go together has done so after a handful of steps. What a search compares or orders by besides is
-- carried along, so that no row is fetched.
create index retell_calls_by_kind on retell_calls (
  status, direction, disconnection_reason, user_sentiment, call_successful, in_voicemail, has_recording, duration_ms
) include (cost_microdollars, placed_at, id);
