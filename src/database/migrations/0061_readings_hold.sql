-- role: switchboard_owner
-- Until when Retell's last word on its lines is believed. What took long to learn is believed the longer:
-- counted from the question alone, a slow database would find every answer too old to dial by.

alter table dial_gate add column reading_holds_until timestamptz;
