export type { Agent, PhoneNumber } from "./agent.ts";
export { doubtWebhookSettings } from "./doubt-webhook-settings.ts";
export { findNumberOf, knowAgent, knowNumber } from "./know.ts";
export { describeWorkspace, type Workspace } from "./list-workspace.ts";
export { refreshOnDemand } from "./refresh-on-demand.ts";
export { refreshWorkspace } from "./refresh-workspace.ts";
export { setAgentWebhook } from "./set-agent-webhook.ts";
