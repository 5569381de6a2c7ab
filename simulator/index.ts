import type { AddressInfo } from "node:net";
import { CallBook } from "./calls/call-book.ts";
import type { CallRecord } from "./calls/call-record.ts";
import { CallRegister } from "./calls/call-register.ts";
import { CallViews } from "./calls/call-views.ts";
import { CallEngine } from "./calls/engine.ts";
import { CallCounter } from "./calls/place-call.ts";
import { StartGate } from "./calls/start-gate.ts";
import { Faults } from "./faults.ts";
import { accountRoutes } from "./http/account-routes.ts";
import { agentRoutes } from "./http/agent-routes.ts";
import { agentVersionRoutes } from "./http/agent-version-routes.ts";
import { callRoutes } from "./http/call-routes.ts";
import { liveRoutes } from "./http/live-routes.ts";
import { numberRoutes } from "./http/number-routes.ts";
import { openingRoutes } from "./http/opening-routes.ts";
import { recordingRoutes } from "./http/recording-routes.ts";
import { createFrontDoor } from "./http/server.ts";
import { toolRoutes } from "./http/tool-routes.ts";
import { Ledger } from "./ledger.ts";
import { lifetimeMs, needsSignature, plainLink, signedLink } from "./recordings/links.ts";
import { completeSettings, type Settings, type SimulatorOptions } from "./settings.ts";
import { LedgerFile } from "./state/ledger-file.ts";
import { openWorkspace } from "./state/open-workspace.ts";
import { Announcer } from "./webhooks/announcer.ts";
import { Messenger } from "./webhooks/messenger.ts";
import type { Workspace } from "./workspace/workspace.ts";

export type { FaultName, FaultOptions, FaultSetting } from "./faults.ts";
export type { HighWaterMarks, Ledger } from "./ledger.ts";
export type { CallStart, CreateAttempt, DeliveryAttempt, LedgerLine } from "./ledger-lines.ts";
export type { SimulatorOptions } from "./settings.ts";

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

/** Starts a pretend Retell. Nothing is shared between two of them. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const wanted = completeSettings(options);
  const book = new CallBook();
  const { workspace, seed, keep, close } = openWorkspace(wanted, book);
  const settings: Settings = { ...wanted, seed };
  const faults = new Faults(seed, settings.faults, senselessFaults(settings));
  const ledger = new Ledger(
    settings.ledgerLines,
    settings.ledgerFile ? new LedgerFile(settings.ledgerFile) : null,
  );
  const [signingKey = ""] = settings.apiKeys;
  const address = { url: "" };
  const views = new CallViews(settings, (record) => fileLinks(address, record, workspace, signingKey));
  const messenger = new Messenger(settings.apiKeys, settings.speed, faults, ledger);
  const announcer = new Announcer(workspace, views, messenger, faults, settings.webhookUrl);
  const { speed, rerunWebhook } = settings;
  const engine = new CallEngine({ book, views, announcer, workspace, faults, speed, rerunWebhook });
  const gate = new StartGate(book, ledger, settings);
  const register = new CallRegister(workspace, book, settings);
  const counter = new CallCounter(workspace, register, engine, gate, settings);
  const desk = { book, views, engine, counter, faults, ledger, settings };
  const server = createFrontDoor(
    [
      ...callRoutes(desk),
      ...openingRoutes(desk),
      ...liveRoutes(desk),
      ...agentRoutes(workspace, settings),
      ...agentVersionRoutes(workspace, settings),
      ...numberRoutes(workspace, settings),
      ...accountRoutes(workspace, book, settings),
      ...recordingRoutes(book, views, signingKey),
      ...toolRoutes(faults, ledger, seed),
    ],
    settings,
    faults,
  );

  const port = await listen(server, settings);
  address.url = settings.publicUrl ?? `http://${reachable(settings.host)}:${port}`;
  keep();
  ledger.begin();
  engine.resume();

  return {
    url: address.url,
    port,
    seed,
    ledger,
    faults,
    workspace,
    calls: () => book.all(),
    setWebhookUrl: (url) => announcer.setAccountUrl(url),
    stop: async () => {
      engine.close();
      messenger.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      close();
      ledger.close();
    },
  };
}

function senselessFaults({ apiKeys }: Settings) {
  return apiKeys.length > 1 ? {} : { keyRotation: "keyRotation needs a second API key to sign with." };
}

function fileLinks(address: { url: string }, record: CallRecord, workspace: Workspace, secret: string) {
  return (callId: string, file: string) => {
    if (!needsSignature(record)) return plainLink(address.url, callId, file);
    const agent = workspace.findAgent(record.agentId);
    return signedLink(address.url, callId, file, Date.now() + lifetimeMs(record, agent), secret);
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
