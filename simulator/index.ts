import type { AddressInfo } from "node:net";
import { type Address, assemble, type Parts } from "./assemble.ts";
import type { CallRecord } from "./calls/call-record.ts";
import type { CallViews } from "./calls/call-views.ts";
import type { Faults } from "./faults.ts";
import { allRoutes } from "./http/routes.ts";
import { createFrontDoor, createResponder, type Responder } from "./http/server.ts";
import type { Ledger } from "./ledger.ts";
import { completeSettings, type Settings, type SimulatorOptions } from "./settings.ts";
import type { Workspace } from "./workspace/workspace.ts";

export type { CallRecord } from "./calls/call-record.ts";
export type { FaultName, FaultOptions, FaultSetting } from "./faults.ts";
export type { HighWaterMarks, Ledger } from "./ledger.ts";
export type { CallStart, CreateAttempt, DeliveryAttempt, LedgerLine } from "./ledger-lines.ts";
export type { SimulatorOptions } from "./settings.ts";

export interface Simulator {
  url: string;
  port: number;
  seed: string;
  /** Creates, calls and webhook deliveries so far. */
  ledger: Ledger;
  faults: Faults;
  /** Agents and numbers, to look at and to change. */
  workspace: Workspace;
  /** Every call, as the simulator itself keeps it. */
  calls(): CallRecord[];
  setWebhookUrl(url: string | null): void;
  /** Resolves when the port is free again and every timer is gone. */
  stop(): Promise<void>;
}

type Server = ReturnType<typeof createFrontDoor>;

/** A pretend Retell that listens nowhere: whoever opened it brings it its requests. */
export interface OpenSimulator extends Omit<Simulator, "url" | "port" | "stop"> {
  settings: Settings;
  /** Where files of calls are, from now on. */
  setPublicUrl(url: string): void;
  respond: Responder;
  /** The call as get-call shows it, and as webhooks carry it. */
  views: CallViews;
  /** Lets files be written and calls go on. */
  begin(): void;
  /** Nothing happens any more. */
  end(): void;
  close(): void;
}

/** Starts a pretend Retell. Nothing is shared between two of them. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    settings,
    respond,
    setPublicUrl,
    begin,
    end,
    close,
    views: _,
    ...simulator
  } = openSimulator(options);
  const server = createFrontDoor(respond, settings);
  const port = await listen(server, settings);
  const url = settings.publicUrl ?? `http://${reachable(settings.host)}:${port}`;
  setPublicUrl(url);
  begin();
  return {
    ...simulator,
    url,
    port,
    stop: async () => {
      end();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      close();
    },
  };
}

/** Opens a pretend Retell without a port. It lives from `begin` to `end`. */
export function openSimulator(options: SimulatorOptions = {}): OpenSimulator {
  const address: Address = { url: "" };
  const parts = assemble(completeSettings(options), address);
  const { settings, faults, ledger, workspace, book, announcer, views } = parts;
  return {
    seed: settings.seed,
    settings,
    ledger,
    faults,
    workspace,
    views,
    respond: createResponder(allRoutes(parts), settings, faults),
    calls: () => book.all(),
    setWebhookUrl: (url) => announcer.setAccountUrl(url),
    setPublicUrl: (url) => {
      address.url = url;
    },
    begin: () => begin(parts),
    end() {
      for (const part of [parts.retention, parts.batches, parts.engine, parts.messenger]) part.close();
    },
    close() {
      parts.state.close();
      parts.ledger.close();
    },
  };
}

function begin({ state, ledger, retention, engine, batches }: Parts): void {
  state.keep();
  ledger.begin();
  retention.begin();
  engine.resume();
  batches.resume();
}

/** An address that means "all of mine" is no address to call. */
function reachable(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

function listen(server: Server, settings: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
