import { BatchBook } from "./calls/batch-book.ts";
import { BatchDesk } from "./calls/batches.ts";
import { CallBook } from "./calls/call-book.ts";
import type { CallRecord } from "./calls/call-record.ts";
import { CallRegister } from "./calls/call-register.ts";
import { CallViews } from "./calls/call-views.ts";
import { CallEngine } from "./calls/engine.ts";
import { InboundDesk } from "./calls/inbound.ts";
import { CallCounter } from "./calls/place-call.ts";
import { Retention } from "./calls/retention.ts";
import { StartGate } from "./calls/start-gate.ts";
import { Faults } from "./faults.ts";
import { Ledger } from "./ledger.ts";
import { lifetimeMs, needsSignature, plainLink, signedLink } from "./recordings/links.ts";
import type { Settings } from "./settings.ts";
import { LedgerFile } from "./state/ledger-file.ts";
import { openWorkspace } from "./state/open-workspace.ts";
import { Announcer } from "./webhooks/announcer.ts";
import { Messenger } from "./webhooks/messenger.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** Where the simulator is reached; not known before it listens. */
export interface Address {
  url: string;
}

export type Parts = ReturnType<typeof assemble>;

/** Puts the parts of one simulator together. Nothing runs yet. */
export function assemble(wanted: Settings, address: Address) {
  const book = new CallBook();
  const batchBook = new BatchBook();
  const { workspace, seed, ...state } = openWorkspace(wanted, book, batchBook);
  const settings: Settings = { ...wanted, seed };
  const { apiKeys, speed, rerunWebhook, ledgerFile } = settings;
  const [signingKey = ""] = apiKeys;
  const faults = new Faults(seed, settings.faults, senselessFaults(settings));
  const ledger = new Ledger(settings.ledgerLines, ledgerFile ? new LedgerFile(ledgerFile) : null);
  const views = new CallViews(settings, (record) => fileLinks(address, record, workspace, signingKey));
  const messenger = new Messenger(apiKeys, speed, faults, ledger);
  const announcer = new Announcer(workspace, views, messenger, faults, settings.webhookUrl);
  const engine = new CallEngine({ book, views, announcer, workspace, faults, speed, rerunWebhook });
  const gate = new StartGate(book, ledger, settings);
  const register = new CallRegister(workspace, book, settings);
  const counter = new CallCounter(workspace, register, engine, gate, settings);
  return {
    ...{
      settings,
      state,
      workspace,
      book,
      faults,
      ledger,
      signingKey,
      views,
      messenger,
      announcer,
      engine,
      counter,
    },
    batches: new BatchDesk(batchBook, counter, gate, settings),
    inbound: new InboundDesk(workspace, register, engine, gate, messenger, settings),
    retention: new Retention(book, engine),
  };
}

function senselessFaults({ apiKeys }: Settings) {
  return apiKeys.length > 1 ? {} : { keyRotation: "keyRotation needs a second API key to sign with." };
}

function fileLinks(address: Address, record: CallRecord, workspace: Workspace, secret: string) {
  return (callId: string, file: string) => {
    if (!needsSignature(record)) return plainLink(address.url, callId, file);
    const agent = workspace.findAgent(record.agentId);
    return signedLink(address.url, callId, file, Date.now() + lifetimeMs(record, agent), secret);
  };
}
