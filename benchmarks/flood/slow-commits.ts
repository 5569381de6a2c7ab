/**
 * Makes each commit of webhooks take a quarter of a second. Then what can be stored is so little that a client on the
 * same processors can send ten times as much.
 */
export const SLOW_COMMITS = `
  create function slow_down() returns trigger language plpgsql as 'begin perform pg_sleep(0.25); return null; end';
  create trigger slow_down after insert on webhook_events for each statement execute function slow_down();
  grant execute on function slow_down() to switchboard_system;
`;
