-- role: switchboard_owner
-- Whoever fills in a variable is told where the agent uses it. Empty until the agent is next read.

alter table retell_agents add column variable_places jsonb not null default '{}';
comment on column retell_agents.variable_places is
  'For each name in prompt_variables the parts that use it, by Retell''s names: general_prompt, begin_message, nodes.';
