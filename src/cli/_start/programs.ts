import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWith, type Settings } from "#config";
import type { Found, Mode } from "./found-settings.ts";
import { LogFile } from "./log-file.ts";
import { isLogEntry, readableWarning } from "./log-line.ts";
import { nodeFlags } from "./node-flags.ts";
import type { Program } from "./program.ts";
import { complain, say } from "./terminal.ts";

/** The key that the simulated Retell accepts; it opens nothing anywhere else. */
export const SIMULATOR_API_KEY = "key_simulated";

const entries = {
  web: entry("../../server.ts"),
  worker: entry("../../worker/main.ts"),
  simulator: entry("../../../simulator/main.ts"),
  endWithParent: new URL("./end-with-parent.ts", import.meta.url).href,
};

/** The web server or the worker. */
export function ownProgram(name: "web" | "worker", mode: Mode, { dataDir }: Settings, found: Found): Program {
  return {
    name,
    args: () => [...nodeFlags, entries[name]],
    env: environmentWith(found),
    saysReadyBy: "message",
    ...output(name, mode, dataDir),
  };
}

/** The simulated Retell. `port` is asked for at each launch, so that a restart comes back at the same address. */
export function simulatorProgram(mode: Mode, settings: Settings, port: () => number): Program {
  const { seed, speed } = settings.simulator;
  const options = {
    "--api-key": SIMULATOR_API_KEY,
    "--webhook-url": `http://${reachableHost(settings.host)}:${settings.port}/api/webhooks/retell`,
    "--state": join(settings.dataDir, "simulator.jsonl"),
    "--speed": String(speed),
    "--cps": String(settings.retell.callsPerSecond),
    ...(seed === null ? {} : { "--seed": String(seed) }),
  };
  return {
    name: "simulator",
    args: () => [
      ...["--import", entries.endWithParent, entries.simulator],
      ...["--port", String(port())],
      ...Object.entries(options).flat(),
    ],
    env: environmentWith({}),
    saysReadyBy: "line",
    ...output("simulator", mode, settings.dataDir),
  };
}

/** Where a server that listens on this address is reached from the same machine. */
function reachableHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

/** The folder of the children's logs. */
export function logFolder(dataDir: string): string {
  return join(dataDir, "logs");
}

function output(name: string, mode: Mode, dataDir: string): Pick<Program, "logPath" | "onLine"> {
  const logPath = join(logFolder(dataDir), `${name}.log`);
  const file = new LogFile(logPath);
  return {
    logPath,
    onLine(stream, line) {
      file.write(line);
      if (mode === "production") passOn(stream, line);
      else showTrouble(name, stream, line);
    },
  };
}

// In production whoever runs us collects our output, so it stays as structured as it came.
function passOn(stream: "stdout" | "stderr", line: string): void {
  if (stream === "stderr") complain(line);
  else say(line);
}

function showTrouble(name: string, stream: "stdout" | "stderr", line: string): void {
  const warning = readableWarning(line);
  if (warning) complain(`[${name}] ${warning}`);
  else if (stream === "stderr" && line.trim() !== "" && !isLogEntry(line)) complain(`[${name}] ${line}`);
}

function entry(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
