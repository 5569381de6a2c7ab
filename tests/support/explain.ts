import type pg from "pg";
import { asActor, type Db } from "#database";
import type { TestPerson } from "./people.ts";

/** How Postgres would carry out each query that the work asks, under the policies that hold for the person. */
export async function plansAs(
  client: pg.Client,
  person: TestPerson,
  work: (db: Db) => Promise<unknown>,
): Promise<string[]> {
  const asked = await asActor(person.actor, async (db) => {
    const compiled: { sql: string; parameters: readonly unknown[] }[] = [];
    const spying = db.withPlugin({
      transformQuery: ({ node }) => {
        compiled.push(db.getExecutor().compileQuery(node, { queryId: "plan" } as never));
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await work(spying);
    return compiled;
  });
  await begin(client, person);
  const plans: string[] = [];
  for (const { sql, parameters } of asked) {
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${sql}`, [...parameters]);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  await client.query("rollback");
  return plans;
}

/** The plan of the last of them that reads calls. */
export async function planAs(...asked: Parameters<typeof plansAs>): Promise<string> {
  return (await plansAs(...asked)).findLast((plan) => plan.includes("retell_calls")) ?? "";
}

/** The plans of what a question of the person runs, inside of functions too. */
export async function plansInside(client: pg.Client, person: TestPerson, question: string): Promise<string> {
  await client.query("load 'auto_explain'");
  await client.query("set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on");
  await client.query("set auto_explain.log_level = 'notice'");
  const notices: string[] = [];
  client.on("notice", ({ message }) => notices.push(message ?? ""));
  await begin(client, person);
  await client.query(question);
  await client.query("rollback");
  await client.query("set auto_explain.log_min_duration = -1");
  return notices.join("\n");
}

async function begin(client: pg.Client, { id }: TestPerson): Promise<void> {
  await client.query("begin");
  await client.query("set local role switchboard_people");
  await client.query(
    "select set_config('app.actor_kind', 'person', true), set_config('app.actor_id', $1, true)",
    [id],
  );
}
