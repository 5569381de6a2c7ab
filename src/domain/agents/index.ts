export type { Agent, PhoneNumber } from "./agent.ts";
export { doubtWebhookSettings } from "./doubt-webhook-settings.ts";
export { findingAgent, findingNumbers, findNumberOf, knowAgent, knowNumber, numberOf } from "./know.ts";
export { describeWorkspace, type Workspace } from "./list-workspace.ts";
export { refreshOnDemand } from "./refresh-on-demand.ts";
export { refreshWorkspace } from "./refresh-workspace.ts";
export { type FoundAgent, type FoundNumber, searchWorkspace } from "./search-workspace.ts";
export { setAgentWebhook } from "./set-agent-webhook.ts";
