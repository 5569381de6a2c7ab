export type { Finding } from "./finding.ts";
export { checkNames, readCheckName, runCheck } from "./run-check.ts";
