import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "../../reliability/simulation/database/cluster.ts";
import { RealDatabase } from "../../reliability/simulation/database/real-database.ts";
import { VirtualDatabase } from "../../reliability/simulation/database/virtual-database.ts";
import { Chance } from "../../reliability/simulation/machine/chance.ts";
import { VirtualClock } from "../../reliability/simulation/machine/virtual-clock.ts";

const BEGIN = "begin; set local role switchboard_system";
const LOCK = "select from dial_gate for update";
const CHANGE = "update dial_gate set pauses = pauses + 1";
/** Left to itself, Postgres would have to be lucky so often. */
const CHANGING_ROUNDS = 40;
/** Of virtual time: more than a few questions take. */
const A_WHILE_MS = 1_000;

let cluster: Cluster;
let real: RealDatabase;
beforeAll(async () => {
  cluster = await startCluster();
  real = await RealDatabase.open(cluster.adminUrl, "virtual_database");
}, 120_000);
afterAll(async () => {
  await real.close();
  await cluster.stop();
});

test("of transactions that only lock the same row each is woken by the end of the one before", async () => {
  await passOn(LOCK);
});

test("of transactions that change the same row, whoever waited first is next", async () => {
  for (let round = 0; round < CHANGING_ROUNDS; round += 1) await passOn(CHANGE);
});

/** Five transactions, each of which asks for the row while the first holds it. */
async function passOn(statement: string): Promise<void> {
  const clock = new VirtualClock(0, new Chance("clock"));
  const database = new VirtualDatabase({
    real,
    clock,
    chance: new Chance("database"),
    seed: "0",
    slowness: () => 1,
    holdUp: () => 0,
    readClock: () => clock.now,
    watcher: { committed: async () => {}, told: () => {}, asked: () => {}, trace: () => {} },
  });
  const holders: string[] = [];
  const take = async (name: string) => {
    const connection = await database.connect();
    await connection.query(BEGIN);
    await connection.query(statement);
    holders.push(name);
    return connection;
  };
  const aWhile = () => clock.runUntil(clock.now + A_WHILE_MS);

  const names = ["first", "second", "third", "fourth", "fifth"];
  const taken: ReturnType<typeof take>[] = [];
  for (const name of names) {
    taken.push(take(name));
    await aWhile();
  }
  for (const [index, connection] of taken.entries()) {
    expect(holders).toEqual(names.slice(0, index + 1));
    const ends = connection.then((one) => one.query("commit"));
    await aWhile();
    await ends;
  }
  await database.cutWhere(() => true);
}
