import { Hono } from "hono";
import { readCheckName, runCheck } from "#domain/checks";
import type { Signed } from "./sign-in.ts";

/** What pnpm doctor checks, one at a time, for the settings page. */
export const checks = new Hono<Signed>();

checks.post("/:name", async (context) => {
  const name = readCheckName(context.req.param("name"));
  return context.json({ findings: await runCheck(name, context.req.header("origin") ?? null) });
});
