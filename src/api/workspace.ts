import { Hono } from "hono";
import { asActor } from "#database";
import { describeWorkspace, refreshOnDemand, setAgentWebhook } from "#domain/agents";
import { readJson } from "./read-json.ts";
import type { Signed } from "./sign-in.ts";

/** The agents and numbers that calls can be placed with. */
export const workspace = new Hono<Signed>();

workspace.get("/", async (context) => context.json(await asActor(context.var.actor, describeWorkspace)));

workspace.post("/refresh", async (context) => context.json(await refreshOnDemand(context.var.actor)));

workspace.put("/agents/:id/webhook", async (context) => {
  const input = await readJson(context.req.raw);
  return context.json({ webhook: await setAgentWebhook(context.var.actor, context.req.param("id"), input) });
});
