import type { Workspace } from "#domain/agents";
import { ask } from "./ask.ts";

/** Has the workspace's agents and numbers read from Retell now. */
export function refreshWorkspace(): Promise<Workspace> {
  return ask<Workspace>("/api/workspace/refresh", { method: "POST" });
}
