import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../simulator/random.ts";
import type { Gate } from "./gate.ts";
import { allGone, type Installation, type OwnProgram } from "./installation.ts";
import type { Disturbance, Freezable, Line, Mortal } from "./plan.ts";
import { isAlive, signal } from "./processes.ts";
import type { Retell } from "./retell.ts";

/** Longer than the console waits before it starts again what keeps dying, and than a start takes on a slow machine. */
const BACK_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 25;

export interface Scene {
  installation: Installation;
  retell: Retell;
  gates: Record<Line, Gate>;
  random: Random;
}

/** Does it, and waits until what it struck is back. Returns when that was. Throws when it does not come back. */
export async function disturb(scene: Scene, disturbance: Disturbance): Promise<number> {
  switch (disturbance.kind) {
    case "kill":
      return kill(scene, disturbance.whom);
    case "freeze":
      return freeze(await pidsOf(scene, disturbance.whom), disturbance.ms);
    case "end":
      return endProgram(scene, disturbance.whom, "SIGTERM");
    case "cut":
      await scene.gates[disturbance.which].cut(disturbance.ms);
      return Date.now();
    case "disconnect":
      await terminateConnections(scene.installation);
      return Date.now();
  }
}

async function kill(scene: Scene, whom: Mortal): Promise<number> {
  switch (whom) {
    case "web":
    case "worker":
      return endProgram(scene, whom, "SIGKILL");
    case "simulator":
      return killSimulator(scene.retell);
    case "postmaster":
    case "postgres":
      return killPostgres(scene, whom === "postgres");
    case "backend":
      return killBackend(scene);
    case "console":
      return killConsole(scene, false);
    case "everything":
      return killConsole(scene, true);
  }
}

async function endProgram(
  { installation }: Scene,
  name: OwnProgram,
  how: "SIGKILL" | "SIGTERM",
): Promise<number> {
  const pid = await present(() => installation.programPid(name));
  const since = Date.now();
  installation.expectEnd(name);
  signal(pid, how);
  return installation.said(new RegExp(`^The ${name} process is running again`), since, BACK_TIMEOUT_MS);
}

async function killSimulator(retell: Retell): Promise<number> {
  const since = Date.now();
  signal(await present(() => retell.pid), "SIGKILL");
  await until(() => retell.readyAt > since, "The simulator did not come back.");
  return retell.readyAt;
}

async function killPostgres({ installation }: Scene, everyProcess: boolean): Promise<number> {
  const { postgres } = installation;
  const first = await present(() => postgres.postmaster());
  const struck = everyProcess ? await postgres.processes() : [first];
  const since = Date.now();
  for (const pid of struck) signal(pid, "SIGKILL");
  return installation.said(/^Postgres is running again/, since, BACK_TIMEOUT_MS);
}

/** Postgres ends every connection when one of its processes is killed, and replays its log. */
async function killBackend({ installation, random }: Scene): Promise<number> {
  const { postgres } = installation;
  const { pid } = random.pick(await presentAll(() => postgres.backends()));
  signal(pid, "SIGKILL");
  await until(() => !isAlive(pid), "A killed backend did not end.");
  await until(() => postgres.answers(), "Postgres did not come back.");
  return Date.now();
}

/** Its programs are to end with it, and a new start is to come up. */
async function killConsole({ installation }: Scene, everything: boolean): Promise<number> {
  const own = installation.ownPids();
  const alsoKilled = everything ? [...own, ...(await installation.postgres.processes())] : [];
  for (const pid of [installation.pid, ...alsoKilled]) signal(pid, "SIGKILL");
  await allGone([installation.pid, ...own]);
  return installation.start();
}

async function freeze(pids: readonly number[], ms: number): Promise<number> {
  try {
    for (const pid of pids) signal(pid, "SIGSTOP");
    await pause(ms);
  } finally {
    for (const pid of pids) signal(pid, "SIGCONT");
  }
  return Date.now();
}

async function pidsOf({ installation, retell, random }: Scene, whom: Freezable): Promise<number[]> {
  switch (whom) {
    case "web":
    case "worker":
      return [await present(() => installation.programPid(whom))];
    case "simulator":
      return [await present(() => retell.pid)];
    case "postgres":
      return presentAll(() => installation.postgres.processes());
    case "backend":
      return [random.pick(await presentAll(() => installation.postgres.backends())).pid];
  }
}

async function terminateConnections({ postgres }: Installation): Promise<void> {
  await present(() => postgres.postmaster());
  const client = await postgres.connect();
  try {
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'switchboard%'",
    );
  } finally {
    await client.end();
  }
}

/** A process that a moment ago was about to be there. */
async function present<Found>(look: () => Promise<Found | null> | Found | null): Promise<Found> {
  let found: Found | null = null;
  await until(async () => {
    found = await look();
    return found !== null;
  }, "The process that was to be struck is not there.");
  return found as Found;
}

async function presentAll<Found>(look: () => Promise<Found[]>): Promise<Found[]> {
  return present(async () => {
    const found = await look();
    return found.length > 0 ? found : null;
  });
}

async function until(holds: () => Promise<boolean> | boolean, complaint: string): Promise<void> {
  const end = Date.now() + BACK_TIMEOUT_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(complaint);
    await pause(LOOK_EVERY_MS);
  }
}
