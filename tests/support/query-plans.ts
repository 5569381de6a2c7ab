import type pg from "pg";
import { poolFor } from "#database";

/** A node of a plan, as EXPLAIN names its parts. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: PlanNode[];
  [part: string]: unknown;
}

export interface RanQuery {
  text: string;
  plan: PlanNode;
}

/**
 * Hears the plan of every statement that the program's own connections run from now on, with those inside of functions.
 * To be called before the first of them, because a connection has the settings that its database had when it was made.
 * Postgres tells it itself, so nothing has to be listed and nothing is explained that was not run so.
 */
export async function hearPlans(client: pg.Client): Promise<{ takeAll(): RanQuery[] }> {
  const { rows } = await client.query<{ name: string }>("select quote_ident(current_database()) as name");
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
  };
  // Known from here on, so that they may be set for the database.
  await client.query("load 'auto_explain'");
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database ${rows[0]?.name} set ${name} = '${value}'`);
  const heard: RanQuery[] = [];
  poolFor("switchboard_app").on("connect", (connection) =>
    connection.on("notice", ({ message = "" }) => {
      const [, json] = /^duration: [\d.]+ ms {2}plan:\s*(\{[\s\S]*\})\s*$/.exec(message) ?? [];
      if (json === undefined) return;
      const told = JSON.parse(json) as { "Query Text": string; Plan: PlanNode };
      heard.push({ text: told["Query Text"], plan: told.Plan });
    }),
  );
  return { takeAll: () => heard.splice(0) };
}

/** Conditions that are tried on one row after another. */
const triedParts = ["Filter", "Join Filter", "Recheck Cond"];
/** Built in, and as cheap as a comparison. */
const cheap = new Set([
  "COALESCE",
  "ROW",
  "now",
  "jsonb_typeof",
  "any",
  "ANY",
  "ALL",
  "EXISTS",
  "timezone",
  "IN",
]);

const TEXT_SHOWN_MAX = 400;

/** What of a plan would grow with these tables: reading one from end to end, or a function tried on row after row. */
export function faultsOf({ text, plan }: RanQuery, big: ReadonlySet<string>): string[] {
  const shown = text.replaceAll(/\s+/g, " ").slice(0, TEXT_SHOWN_MAX);
  return nodesOf(plan)
    .filter(({ "Relation Name": relation = "" }) => big.has(relation))
    .flatMap((node) => [
      ...(node["Node Type"] === "Seq Scan" ? [`reads all of ${node["Relation Name"]}: ${shown}`] : []),
      ...functionsTriedBy(node).map((name) => `tries ${name}() on row after row: ${shown}`),
    ]);
}

/** Where one of these tables is walked along an index from end to end, other than one of the short ones. */
export function walksIn(
  { text, plan }: RanQuery,
  big: ReadonlySet<string>,
  short: ReadonlySet<string> = new Set(),
): string[] {
  return nodesOf(plan)
    .filter((node) => big.has(node["Relation Name"] ?? "") && /^Index (Only )?Scan$/.test(node["Node Type"]))
    .filter((node) => node["Index Cond"] === undefined && !short.has(String(node["Index Name"])))
    .map(
      (node) => `walks along ${node["Index Name"]}: ${text.replaceAll(/\s+/g, " ").slice(0, TEXT_SHOWN_MAX)}`,
    );
}

/** What is tried on rows of a table after they were fetched. */
export function filtersOn(plan: PlanNode, relation: string): string[] {
  return nodesOf(plan)
    .filter((node) => node["Relation Name"] === relation && node.Filter !== undefined)
    .map((node) => `${node["Index Name"] ?? node["Node Type"]}: ${node.Filter}`);
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function functionsTriedBy(node: PlanNode): string[] {
  const conditions = triedParts.map((part) => String(node[part] ?? "").replaceAll(/'(?:[^']|'')*'/g, "''"));
  return conditions
    .flatMap((condition) => [...condition.matchAll(/([\w.]+)\(/g)].map(([, name = ""]) => name))
    .filter((name) => !cheap.has(name));
}
