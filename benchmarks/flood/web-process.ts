import { join } from "node:path";
import { nodeFlags } from "../../src/cli/_start/node-flags.ts";
import { type Program, startProgram } from "../programs.ts";

export interface WebProcessOptions {
  /** The checkout whose src/server.ts is run. */
  checkout: string;
  environment: Record<string, string>;
}

/** The product's web process, as `pnpm start` runs it. */
export function startWebProcess({ checkout, environment }: WebProcessOptions): Promise<Program> {
  return startProgram({
    args: () => [...nodeFlags, join(checkout, "src/server.ts")],
    cwd: checkout,
    environment: (port) => ({
      APP_URL: `http://127.0.0.1:${port}`,
      ...environment,
      PORT: String(port),
      HOST: "127.0.0.1",
    }),
    readyBy: "message",
  });
}
