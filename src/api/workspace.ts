import { Hono } from "hono";
import { asActor } from "#database";
import { describeWorkspace, refreshOnDemand } from "#domain/agents";
import type { Signed } from "./sign-in.ts";

/** The agents and numbers that calls can be placed with. */
export const workspace = new Hono<Signed>();

workspace.get("/", async (context) => context.json(await asActor(context.var.actor, describeWorkspace)));

workspace.post("/refresh", async (context) => context.json(await refreshOnDemand(context.var.actor)));
