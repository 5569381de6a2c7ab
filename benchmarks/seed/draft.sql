-- The calls from one number to another, with what is each one's own.

create temp table draft on commit drop as
with own_words as (
with numbered as (
  select number, md5(seed || ':' || number) as digest, moment
  from (select $1::text as seed) as given, generate_series($2::bigint, $3::bigint) as number
  cross join lateral (
    -- Six days a week in twelve hours of the clinics' day; from the first call to the last without a gap.
    select (number - $4::bigint - 0.5) / $5::bigint * $7::integer as days
  ) as share
  cross join lateral (
    select date_trunc('milliseconds', $6::timestamptz + floor(days) * interval '1 day'
      + floor(floor(days) / 6) * interval '1 day' + interval '15 hours'
      + (days - floor(days)) * interval '12 hours'
      + pg_temp.drawn(seed, number, 'jitter', 60000) * interval '1 millisecond') as moment
  ) as planned
)
select numbered.number, digest, moment as asked_at, story.place, kind, stopped, taught, metadata, variables, person,
  pg_temp.id_at(case when kind = 'elsewhere' then moment + interval '2 seconds' else moment end, digest) as id,
  case when kind in ('placed', 'elsewhere') then 'call_' || left(digest, 27) end as retell_call_id,
  'CA' || md5(digest) as carrier_leg,
  moment + ring_ms * interval '1 millisecond' as started_at,
  moment + (ring_ms + duration_ms) * interval '1 millisecond' as ended_at,
  duration_ms,
  callee.*,
  'P-' || lpad((person * 11 + callee.household)::text, 6, '0') as patient,
  ($8::text[])[1 + pg_temp.drawn($1, numbered.number, 'requester', array_length($8::text[], 1))] as requester
from numbered
join stories as story on story.place = pg_temp.drawn($1, numbered.number, 'story', $9::integer)
cross join lateral (
  select household, case when is_british
    then '+447700900' || lpad(((person * 11 + household) % 1000)::text, 3, '0')
    -- Numbers that are set aside for fiction: a hundred in each area.
    else '+1' || ($10::text[])[1 + (person * 11 + household) / 100 % array_length($10::text[], 1)] || '55501' || lpad(((person * 11 + household) % 100)::text, 2, '0')
    end as phone_number
  from (select pg_temp.drawn($1, numbered.number, 'household', 11) as household) as drawn
) as callee
)
select own_words.*,
  row(id, retell_call_id, carrier_leg, phone_number, patient, started_at, ended_at, duration_ms)::pg_temp.own_words as own
from own_words;
