import { type Random, randomFrom } from "../../simulator/random.ts";

/** One thing that goes wrong on purpose. */
export type Disturbance =
  | { kind: "kill"; whom: Mortal }
  | { kind: "freeze"; whom: Freezable; ms: number }
  | { kind: "end"; whom: "web" | "worker" }
  | { kind: "cut"; which: Line; ms: number }
  | { kind: "disconnect" };

/** `postmaster` is Postgres's first process alone, `postgres` all of them, `console` what `pnpm start` runs in. */
export type Mortal =
  | "web"
  | "worker"
  | "simulator"
  | "postmaster"
  | "postgres"
  | "backend"
  | "console"
  | "everything";
export type Freezable = "web" | "worker" | "simulator" | "postgres" | "backend";
/** What asks Retell, what Retell sends, what browsers and programs ask. */
export type Line = "to Retell" | "from Retell" | "to the console";

/** Disturbances that come on top of each other; work is to resume when the last of them is over. */
export interface Burst {
  disturbances: { afterMs: number; disturbance: Disturbance }[];
  /** How long everything is left in peace afterwards. */
  calmMs: number;
}

interface Kind {
  draw(random: Random, longestFreezeMs: number): Disturbance;
  /** How often it comes in a round, once every kind has had its turn. */
  weight: number;
}

const FREEZE_SHORTEST_MS = 500;
const CUT_MS = [0, 2_500] as const;
const BURST_MOST = 7;
const BURST_GAP_MS = [0, 900] as const;
const CALM_MS = [100, 1_200] as const;

const kill = (whom: Mortal, weight: number): Kind => ({ draw: () => ({ kind: "kill", whom }), weight });
const end = (whom: "web" | "worker", weight: number): Kind => ({
  draw: () => ({ kind: "end", whom }),
  weight,
});
const freeze = (whom: Freezable, weight: number): Kind => ({
  draw: (random, longestMs) => ({ kind: "freeze", whom, ms: random.int(FREEZE_SHORTEST_MS, longestMs) }),
  weight,
});
const cut = (which: Line, weight: number): Kind => ({
  draw: (random) => ({ kind: "cut", which, ms: random.int(...CUT_MS) }),
  weight,
});

const kinds: readonly Kind[] = [
  kill("web", 5),
  kill("worker", 5),
  kill("simulator", 4),
  kill("postmaster", 2),
  kill("postgres", 3),
  kill("backend", 3),
  kill("console", 1),
  kill("everything", 1),
  freeze("web", 4),
  freeze("worker", 4),
  freeze("simulator", 3),
  freeze("postgres", 3),
  freeze("backend", 3),
  end("web", 2),
  end("worker", 2),
  cut("to Retell", 4),
  cut("from Retell", 4),
  cut("to the console", 3),
  { draw: () => ({ kind: "disconnect" }), weight: 3 },
];

/** What happens when, drawn from the seed: every kind once, then by weight. What comes of it depends on the machine. */
export function drawPlan(seed: string, count: number, longestFreezeMs: number): Burst[] {
  const random = randomFrom(seed, "plan");
  const drawn = drawKinds(count, random).map((kind) => kind.draw(random, longestFreezeMs));
  const bursts: Burst[] = [];
  while (drawn.length > 0) bursts.push(takeBurst(drawn, random));
  return bursts;
}

function drawKinds(count: number, random: Random): Kind[] {
  const drawn = shuffled(kinds, random);
  const round = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  while (drawn.length < count) drawn.push(...shuffled(round, random));
  return drawn.slice(0, count);
}

/** Nobody is struck twice in a burst, and what ends everything comes alone. */
function takeBurst(drawn: Disturbance[], random: Random): Burst {
  const taken = drawn.splice(0, 1);
  const size = taken.some(isTotal) ? 1 : random.int(1, BURST_MOST);
  while (taken.length < size) {
    const place = drawn.findIndex(
      (next) => !isTotal(next) && taken.every((other) => victimOf(other) !== victimOf(next)),
    );
    if (place === -1) break;
    taken.push(...drawn.splice(place, 1));
  }
  let afterMs = 0;
  const disturbances = taken.map((disturbance, index) => {
    if (index > 0) afterMs += random.int(...BURST_GAP_MS);
    return { afterMs, disturbance };
  });
  return { disturbances, calmMs: random.int(...CALM_MS) };
}

function victimOf(disturbance: Disturbance): string {
  if (disturbance.kind === "cut") return disturbance.which;
  // It takes a Postgres that answers.
  if (disturbance.kind === "disconnect") return "postgres";
  const isOfPostgres = disturbance.whom === "postmaster" || disturbance.whom === "backend";
  return isOfPostgres ? "postgres" : disturbance.whom;
}

function isTotal(disturbance: Disturbance): boolean {
  return disturbance.kind === "kill" && (disturbance.whom === "console" || disturbance.whom === "everything");
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.int(0, left.length - 1), 1)[0] as Item);
}

/** The kind in words, for a person and for counting. */
export function wordsFor(disturbance: Disturbance): string {
  switch (disturbance.kind) {
    case "kill":
      return `kill -9 ${mortalWords[disturbance.whom]}`;
    case "freeze":
      return `SIGSTOP ${freezableWords[disturbance.whom]}`;
    case "end":
      return `SIGTERM ${disturbance.whom}`;
    case "cut":
      return `cut connections ${disturbance.which}`;
    case "disconnect":
      return "terminate every database connection";
  }
}

const mortalWords: Record<Mortal, string> = {
  web: "web",
  worker: "worker",
  simulator: "Retell (simulator)",
  postmaster: "Postgres's first process",
  postgres: "Postgres, every process",
  backend: "one Postgres backend",
  console: "pnpm start itself",
  everything: "pnpm start, web, worker and Postgres at once",
};

const freezableWords: Record<Freezable, string> = {
  web: "web",
  worker: "worker",
  simulator: "Retell (simulator)",
  postgres: "Postgres, every process",
  backend: "one Postgres backend",
};
