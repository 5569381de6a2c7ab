import { setTimeout as sleep } from "node:timers/promises";
import { atMost, type Figure, type FigureOptions, type Row } from "../bench/figure.ts";
import { type Installation, startInstallation } from "../bench/installation.ts";
import { startOwnPostgres } from "../bench/own-postgres.ts";
import { inTurns } from "../bench/rounds.ts";
import { openViewers } from "../load/viewers.ts";

const VIEWERS = 1_000;
const MEGABYTE = 1024 * 1024;
/** Garbage of the start, or of a thousand sign-ins, is gone by then if it ever goes. */
const SETTLE_MS = 10_000;

export const memoryFigures: readonly Figure[] = [{ name: "memory", measure }];

/** What the system counts as resident of the web process: first with a page shown once, then with viewers. */
async function measure({ checkout, rounds }: FigureOptions): Promise<Row[]> {
  const postgres = await startOwnPostgres();
  try {
    const { ours } = await inTurns({ ours: () => measureOne(checkout, postgres) }, rounds);
    return [
      {
        ...{ figure: "memory", what: "web process idle", unit: "MB", ours: ours.idleMegabytes },
        ...{ baseline: null, target: atMost(200) },
      },
      {
        ...{
          figure: "memory",
          what: `each of ${VIEWERS} live viewers`,
          unit: "KB",
          ours: ours.viewerKilobytes,
        },
        ...{ baseline: null, target: atMost(20) },
      },
    ];
  } finally {
    await postgres.stop();
  }
}

async function measureOne(checkout: string, database: { adminUrl: string; dataDir: string }) {
  const installation = await startInstallation(checkout, database);
  try {
    const cookie = await installation.signIn();
    await showCalls(installation, cookie);
    await sleep(SETTLE_MS);
    const idle = installation.web.residentBytes();
    const stream = { port: installation.web.port, path: "/api/live", cookie };
    const viewers = await openViewers({ ...stream, viewers: VIEWERS });
    await sleep(SETTLE_MS);
    const watched = installation.web.residentBytes();
    await viewers.close();
    return { idleMegabytes: idle / MEGABYTE, viewerKilobytes: (watched - idle) / VIEWERS / 1024 };
  } finally {
    await installation.stop();
  }
}

async function showCalls({ web }: Installation, cookie: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${web.port}/dashboard/calls`, { headers: { cookie } });
  await answer.text();
  if (!answer.ok) throw new Error(`The calls page answered ${answer.status}.`);
}
