export type { Agent, PhoneNumber } from "./agent.ts";
export { knowAgent, knowNumber } from "./know.ts";
export { describeWorkspace } from "./list-workspace.ts";
export { refreshWorkspace } from "./refresh-workspace.ts";
