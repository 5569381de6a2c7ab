import type { AddressInfo } from "node:net";
import { CallBook } from "./calls/call-book.ts";
import type { CallRecord } from "./calls/call-record.ts";
import { CallViews } from "./calls/call-views.ts";
import { CallEngine } from "./calls/engine.ts";
import { CallCounter } from "./calls/place-call.ts";
import { Faults } from "./faults.ts";
import { accountRoutes } from "./http/account-routes.ts";
import { callRoutes } from "./http/call-routes.ts";
import { recordingRoutes } from "./http/recording-routes.ts";
import { createFrontDoor, createResponder, type Responder } from "./http/server.ts";
import { toolRoutes } from "./http/tool-routes.ts";
import { Ledger } from "./ledger.ts";
import { plainLink, signedLink } from "./recordings/links.ts";
import { completeSettings, type Settings, type SimulatorOptions } from "./settings.ts";
import { openWorkspace } from "./state/open-workspace.ts";
import { Announcer } from "./webhooks/announcer.ts";
import { Messenger } from "./webhooks/messenger.ts";
import type { Workspace } from "./workspace/workspace.ts";

export type { CallRecord } from "./calls/call-record.ts";
export type { FaultName, FaultOptions, FaultSetting } from "./faults.ts";
export type { CreateAttempt, DeliveryAttempt, Ledger } from "./ledger.ts";
export type { SimulatorOptions } from "./settings.ts";

const DAY_MS = 24 * 3_600_000;

export interface Simulator {
  url: string;
  port: number;
  seed: string;
  /** Creates and webhook deliveries so far. */
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

/** A pretend Retell that listens nowhere: whoever opened it brings it its requests. */
export interface OpenSimulator extends Omit<Simulator, "url" | "port" | "stop"> {
  settings: Settings;
  /** Where files of calls are, from now on. */
  setPublicUrl(url: string): void;
  respond: Responder;
  /** The call as get-call shows it, and as webhooks carry it. */
  views: CallViews;
  begin(): void;
  /** Nothing happens any more. */
  end(): void;
  close(): void;
}

/** Starts a pretend Retell. Nothing is shared between two of them. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { settings, respond, setPublicUrl, begin, end, close, ...simulator } = openSimulator(options);
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
  const wanted = completeSettings(options);
  const book = new CallBook();
  const { workspace, seed, keep, close } = openWorkspace(wanted, book);
  const settings: Settings = { ...wanted, seed };
  const faults = new Faults(seed, settings.faults);
  const ledger = new Ledger();
  const [signingKey = ""] = settings.apiKeys;
  const address = { url: "" };
  const views = new CallViews(settings.speed, (record) => fileLinks(address, record, workspace, signingKey));
  const messenger = new Messenger(signingKey, settings.speed, faults, ledger);
  const announcer = new Announcer(workspace, views, messenger, faults, settings.webhookUrl);
  const engine = new CallEngine({ book, views, announcer, workspace, faults, speed: settings.speed });
  const counter = new CallCounter(workspace, book, engine, settings);
  const respond = createResponder(
    [
      ...callRoutes({ book, views, engine, counter, faults, ledger, settings }),
      ...accountRoutes(workspace, book, settings),
      ...recordingRoutes(book, views, signingKey),
      ...toolRoutes(faults, ledger, seed),
    ],
    settings,
    faults,
  );

  return {
    seed,
    settings,
    ledger,
    faults,
    workspace,
    views,
    respond,
    calls: () => book.all(),
    setWebhookUrl: (url) => announcer.setAccountUrl(url),
    setPublicUrl: (url) => {
      address.url = url;
    },
    begin() {
      keep();
      engine.resume();
    },
    end() {
      engine.close();
      messenger.close();
    },
    close,
  };
}

function fileLinks(address: { url: string }, record: CallRecord, workspace: Workspace, secret: string) {
  return (callId: string, file: string) => {
    if (!record.signedUrls) return plainLink(address.url, callId, file);
    const lastsMs = workspace.findAgent(record.agentId)?.signed_url_expiration_ms ?? DAY_MS;
    return signedLink(address.url, callId, file, Date.now() + lastsMs, secret);
  };
}

/** An address that means "all of mine" is no address to call. */
function reachable(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

function listen(server: ReturnType<typeof createFrontDoor>, settings: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
