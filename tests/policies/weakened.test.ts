import { beforeAll, describe, expect, test } from "vitest";
import { client, closedToKeys, matrix, mayWhat, prepareMatrix, probe, probes, visitors } from "./matrix.ts";

// A policy that could be weaker without any test noticing would be no wall. Each is weakened here in every
// way it can be, and what anybody may do must then differ from what the matrix and the probes say.

interface Policy {
  table: string;
  name: string;
  condition: string | null;
  check: string | null;
}

/** Each way opens one of the policy's own clauses, or the policy to every role. */
const ways: { name: string; applies: (policy: Policy) => boolean; clause: string }[] = [
  { name: "sees every row", applies: ({ condition }) => isReal(condition), clause: "using (true)" },
  { name: "writes any row", applies: ({ check }) => isReal(check), clause: "with check (true)" },
  // Where the role is the only condition. To the migrations' own table nobody else has any right at all.
  {
    name: "speaks of everybody",
    applies: ({ table, condition, check }) =>
      table !== "app.migrations" && !isReal(condition) && !isReal(check),
    clause: "to public",
  },
];

beforeAll(prepareMatrix);

function isReal(clause: string | null): boolean {
  return clause !== null && clause !== "true";
}

async function policies(): Promise<Policy[]> {
  const { rows } = await client.query<Policy>(`
    select case schemaname when 'public' then tablename else schemaname || '.' || tablename end as table,
           policyname as name, qual as condition, with_check as check
    from pg_policies where schemaname in ('public', 'app') order by 1, 2`);
  return rows;
}

async function survey(table: string): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const visitor of [...visitors, "key"] as const) seen[visitor] = await mayWhat(visitor, table);
  for (const { guarantee } of probes.filter((one) => one.table === table))
    seen[guarantee] = String(await probe(guarantee));
  return seen;
}

describe("a weaker policy is noticed", () => {
  test("there are policies to weaken, and each table of the matrix has one", async () => {
    const tables = new Set((await policies()).map(({ table }) => table));
    expect([...tables].sort()).toEqual(Object.keys(matrix).sort());
    expect(Object.keys(closedToKeys).every((table) => tables.has(table))).toBe(true);
  });

  test.each(ways)("when it $name", async ({ applies, clause }) => {
    const unnoticed: string[] = [];
    for (const { table, name, ...policy } of (await policies()).filter(applies)) {
      const before = await survey(table);
      const full = table.includes(".") ? table : `public.${table}`;
      await client.query(`alter policy ${name} on ${full} ${clause}`);
      const after = await survey(table);
      await restore(full, name, policy);
      if (JSON.stringify(before) === JSON.stringify(after)) unnoticed.push(`${table}: ${name}`);
    }
    expect(unnoticed).toEqual([]);
  });
});

async function restore(
  table: string,
  name: string,
  { condition, check }: Omit<Policy, "table" | "name">,
): Promise<void> {
  const roles = rolesOf.get(name);
  if (roles === undefined) throw new Error(`The roles of ${name} were not noted.`);
  const using = condition === null ? "" : `using (${condition})`;
  const withCheck = check === null ? "" : `with check (${check})`;
  await client.query(`alter policy ${name} on ${table} to ${roles} ${using} ${withCheck}`);
}

const rolesOf = new Map<string, string>();
beforeAll(async () => {
  const { rows } = await client.query<{ name: string; roles: string }>(
    "select policyname as name, array_to_string(roles, ', ') as roles from pg_policies where schemaname in ('public', 'app')",
  );
  for (const { name, roles } of rows) rolesOf.set(name, roles);
});
