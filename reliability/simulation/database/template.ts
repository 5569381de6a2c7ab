import { readFile } from "node:fs/promises";
import pg from "pg";
import { openSimulator } from "../../../simulator/index.ts";
import { migrate } from "../../../src/database/migrate.ts";

export const TEMPLATE = "simulation";
export const AUTH_SECRET = "the secret of the simulation, long enough";
/** The person who asks for calls and watches them. */
export const PERSON = "person_simulated";

/** Makes the database that every run begins with: migrated, with one admin, telling virtual time. */
export async function makeTemplate(adminUrl: string): Promise<void> {
  await queryOnce(adminUrl, `create database ${TEMPLATE}`);
  const url = databaseUrl(adminUrl, TEMPLATE);
  await migrate({ databaseUrl: url, authSecret: AUTH_SECRET });
  await queryOnce(url, await readFile(new URL("./virtual-time.sql", import.meta.url), "utf8"));
  await queryOnce(url, residents());
}

/** Whom and what the workspace holds already, so that runs need not begin by asking Retell for it. */
function residents(): string {
  const { workspace } = openSimulator({ history: 0 });
  const quote = (value: unknown) => pg.escapeLiteral(String(value));
  const agents = workspace
    .listAgents()
    .map((agent) => `(${quote(agent.agent_id)}, ${quote(agent.agent_name)}, 'voice')`);
  const numbers = workspace.listNumbers().map((number) => {
    const outbound = (number.outbound_agents ?? []).map((agent) => agent.agent_id);
    return `(${quote(number.phone_number)}, ${quote(JSON.stringify(outbound))})`;
  });
  return `
    insert into users (id, name, email, role) values (${quote(PERSON)}, 'A person', 'person@example.com', 'admin');
    insert into retell_agents (agent_id, agent_name, channel) values ${agents.join(", ")};
    insert into retell_numbers (phone_number, outbound_agents) values ${numbers.join(", ")};
    analyze;
  `;
}

export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs statements on a connection of their own. */
export async function queryOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: "-c sim.now=2026-01-01 -c sim.seed=0" });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
