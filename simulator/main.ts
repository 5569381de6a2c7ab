import { parseArgs } from "node:util";
import { readAnswer } from "./answers.ts";
import { type SimulatorOptions, startSimulator } from "./index.ts";
import { DEFAULTS } from "./settings.ts";

const USAGE = `A pretend Retell over HTTP.

node simulator/main.ts [flags]
  --port N          port to listen on, 0 for any free one (default ${DEFAULTS.port})
  --host H          address to listen on (default ${DEFAULTS.host})
  --public-url U    where others reach it, if not at host and port
  --seed S          everything is drawn from this (default ${DEFAULTS.seed})
  --speed N         how many times faster than life, 1 or more (default ${DEFAULTS.speed})
  --webhook-url U   the account's webhook URL (default none)
  --api-key K       a key that is let in; may be given again, the first one signs webhooks
  --state FILE      keep the workspace over restarts
  --ledger FILE     keep the ledger of creates, calls and deliveries over restarts and violent ends
  --ledger-lines N  newest lines of each kind that the ledger keeps at hand (default ${DEFAULTS.ledgerLines})
  --history N       calls in the past week of a new workspace (default ${DEFAULTS.history})
  --concurrency N   calls at the same time (default ${DEFAULTS.concurrencyLimit})
  --cps N           calls started per second (default ${DEFAULTS.callsPerSecond})
  --faults JSON     faults from the start, such as '{"drop":0.1}'
  --reserved N      slots that only inbound calls may take (default ${DEFAULTS.reservedInbound})
  --burst           let more calls go on than the limit says
  --answer N=V      how to answer where the platform's behaviour is not known; may be given again
  --lenient         accept what the SDK's own test-suite does, and put back what it deletes
  --quiet           print nothing but the line that says it is ready
`;

function readFlags(): SimulatorOptions | null {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string" },
      "public-url": { type: "string" },
      seed: { type: "string" },
      speed: { type: "string" },
      "webhook-url": { type: "string" },
      "api-key": { type: "string", multiple: true },
      state: { type: "string" },
      ledger: { type: "string" },
      "ledger-lines": { type: "string" },
      history: { type: "string" },
      concurrency: { type: "string" },
      cps: { type: "string" },
      faults: { type: "string" },
      reserved: { type: "string" },
      burst: { type: "boolean" },
      answer: { type: "string", multiple: true },
      lenient: { type: "boolean" },
      quiet: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return null;
  return {
    ...(values.port && { port: readNumber("port", values.port) }),
    ...(values.host && { host: values.host }),
    ...(values["public-url"] && { publicUrl: values["public-url"] }),
    ...(values.seed && { seed: values.seed }),
    ...(values.speed && { speed: readNumber("speed", values.speed) }),
    ...(values["webhook-url"] && { webhookUrl: values["webhook-url"] }),
    ...(values["api-key"] && { apiKeys: values["api-key"] }),
    ...(values.state && { stateFile: values.state }),
    ...(values.ledger && { ledgerFile: values.ledger }),
    ...(values["ledger-lines"] && { ledgerLines: readNumber("ledger-lines", values["ledger-lines"]) }),
    ...(values.history && { history: readNumber("history", values.history) }),
    ...(values.concurrency && { concurrencyLimit: readNumber("concurrency", values.concurrency) }),
    ...(values.cps && { callsPerSecond: readNumber("cps", values.cps) }),
    ...(values.faults && { faults: readFaults(values.faults) }),
    ...(values.reserved && { reservedInbound: readNumber("reserved", values.reserved) }),
    ...(values.burst && { burst: true }),
    ...Object.assign({}, ...(values.answer ?? []).map(readAnswer)),
    ...(values.lenient && { lenient: true }),
    quiet: values.quiet ?? false,
  };
}

function readNumber(flag: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0)
    throw new RangeError(`--${flag} takes a number, not "${text}".`);
  return number;
}

function readFaults(text: string): SimulatorOptions["faults"] {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError("--faults takes JSON, such as '{\"drop\":0.1}'.");
  }
}

function complain(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const text =
    code === "EADDRINUSE"
      ? "The port is taken by another program; choose another with --port."
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const options = readFlags();
  if (!options) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(options);
  const { url, seed } = simulator;
  process.stdout.write(`${JSON.stringify({ ready: true, url, seed })}\n`);
  const stop = () => void simulator.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch(complain);
