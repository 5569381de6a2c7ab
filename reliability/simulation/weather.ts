import type { FaultOptions } from "../../simulator/index.ts";
import type { Chance } from "./machine/chance.ts";
import type { ProcessName } from "./machine/life.ts";
import type { Exchange, Fate } from "./machine/network.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Longer than our program waits for an answer. */
const LONGEST_STALL_MS = 45 * SECOND_MS;

/** What a run meets with, drawn from its seed: most runs meet with a few kinds of trouble, some with many. */
export interface Climate {
  /** How long trouble lasts; after it, everything works and time goes on until all is at rest. */
  troubleMs: number;
  requests: number;
  callsElsewhere: number;
  history: number;
  workers: number;
  viewers: number;
  cancels: number;
  /** Chance that somebody wants a call stopped as soon as it is promised. */
  impatience: number;
  /** Chance that somebody wants a call stopped just as it is sent to Retell. */
  secondThoughts: number;
  replays: number;
  doubleRequests: boolean;
  /** How many times a process dies, and one after how many of its deeds. */
  deaths: number;
  deedsBetweenDeaths: number;
  /** Chance that a worker which is still to die does so with a job that it has just taken. */
  deathsWithJobs: number;
  databaseOutages: number;
  listenerCuts: number;
  viewerCuts: number;
  /** Chance that a viewer is cut off just after hearing of one change while another is still to be committed. */
  cutsBetweenCommits: number;
  /** Whether people ask for their calls at about the same time. */
  isRush: boolean;
  clockSteps: number;
  forgeries: number;
  lateCopies: number;
  retellOutages: number;
  /** How long Retell is away when the program first starts. */
  awayAtFirstMs: number;
  /** Chance that a request breaks, by where. */
  breaks: { toRetell: number; toUs: number };
  slowness: number;
  /** Chance that a request to Retell is held up on its way, perhaps until nobody waits for it any more. */
  stalls: number;
  /** By how much round trips to the database take longer, so that more transactions meet. */
  databaseSlowness: number;
  /** Chance that the commit of what was written is held up, while others commit. */
  slowCommits: number;
  concurrencyLimit: number;
  callsPerSecond: number;
  /** False: Retell refuses every call until somebody pays. */
  isPaid: boolean;
  stopWhileRinging: "cancel" | "refuse";
  absentStatus: 404 | 422;
  simulatorFaults: FaultOptions;
  /** Whether Retell does not understand filters on metadata, and lists everything instead. */
  ignoresMetadataFilter: boolean;
  /** Deliveries that cannot be applied, each between good ones. */
  poisons: number;
  /** Whether agents ask for more events than the usual three. */
  allEvents: boolean;
}

export function drawClimate(chance: Chance): Climate {
  const climate = drawAny(chance);
  if (chance.happens(0.15)) return { ...climate, ...crowd(chance) };
  return chance.happens(0.5) ? { ...climate, ...drawStage(chance) } : climate;
}

/** Several calls at once, told of turn by turn, with a slow database: most transactions meet another one. */
function crowd(chance: Chance): Partial<Climate> {
  return {
    requests: 3,
    isRush: true,
    allEvents: true,
    concurrencyLimit: 6,
    callsPerSecond: 6,
    isPaid: true,
    deaths: 0,
    cancels: 0,
    impatience: 0,
    databaseSlowness: chance.between(6, 20),
    slowCommits: chance.between(0.2, 0.8),
    cutsBetweenCommits: chance.between(0.3, 0.9),
    simulatorFaults: {},
  };
}

function drawAny(chance: Chance): Climate {
  const some = (probability: number, low: number, high: number) =>
    chance.happens(probability) ? chance.whole(low, high) : 0;
  const often = (probability: number, low: number, high: number) =>
    chance.happens(probability) ? chance.between(low, high) : 0;
  return {
    troubleMs: chance.between(30, 110) * SECOND_MS,
    requests: chance.whole(1, 3),
    callsElsewhere: some(0.3, 1, 2),
    history: some(0.2, 1, 3),
    workers: chance.happens(0.35) ? 2 : 1,
    viewers: chance.happens(0.25) ? 2 : 1,
    impatience: often(0.3, 0.2, 1),
    cancels: some(0.4, 1, 2),
    replays: some(0.2, 1, 2),
    doubleRequests: chance.happens(0.25),
    deaths: some(0.6, 1, 4),
    deedsBetweenDeaths: chance.whole(10, 150),
    databaseOutages: some(0.25, 1, 2),
    listenerCuts: some(0.35, 1, 3),
    viewerCuts: some(0.4, 1, 4),
    cutsBetweenCommits: often(0.4, 0.3, 1),
    isRush: chance.happens(0.35),
    clockSteps: some(0.2, 1, 3),
    forgeries: some(0.2, 1, 3),
    lateCopies: some(0.5, 1, 4),
    retellOutages: some(0.2, 1, 2),
    breaks: { toRetell: often(0.4, 0.01, 0.3), toUs: often(0.4, 0.01, 0.4) },
    slowness: chance.happens(0.3) ? chance.between(5, 60) : 1,
    stalls: often(0.25, 0.05, 0.5),
    databaseSlowness: chance.happens(0.25) ? chance.between(3, 20) : 1,
    slowCommits: 0,
    concurrencyLimit: chance.whole(1, 6),
    callsPerSecond: chance.whole(1, 4),
    isPaid: !chance.happens(0.1),
    stopWhileRinging: chance.happens(0.3) ? "refuse" : "cancel",
    absentStatus: chance.happens(0.5) ? 404 : 422,
    simulatorFaults: simulatorFaults(often, chance.between(5, 100) * SECOND_MS),
    ignoresMetadataFilter: chance.happens(0.15),
    poisons: some(0.15, 1, 2),
    allEvents: chance.happens(0.3),
    secondThoughts: often(0.15, 0.2, 0.8),
    deathsWithJobs: often(0.3, 0.1, 0.5),
    awayAtFirstMs: often(0.1, 1, 30) * SECOND_MS,
  };
}

function simulatorFaults(
  often: (probability: number, low: number, high: number) => number,
  lateMs: number,
): FaultOptions {
  const delay = often(0.3, 0.1, 0.6);
  return {
    webhooksOff: often(0.08, 1, 1),
    drop: often(0.35, 0.1, 0.6),
    double: often(0.35, 0.1, 0.7),
    ...(delay > 0 && { delay: { probability: delay, ms: lateMs } }),
    reverse: often(0.3, 0.2, 0.8),
    wrongKey: often(0.15, 0.1, 0.4),
    staleStamp: often(0.15, 0.1, 0.4),
    reorderedKeys: often(0.15, 0.2, 0.8),
    omitMetadata: often(0.3, 0.2, 1),
    registeredInEnded: often(0.2, 0.2, 0.8),
    unknownEvent: often(0.15, 0.2, 0.6),
    unknownReason: often(0.1, 0.2, 0.6),
    timeoutAfterAccepting: often(0.15, 0.1, 0.5),
    resetAfterAccepting: often(0.2, 0.1, 0.6),
    errorAfterAccepting: often(0.2, 0.1, 0.6),
    resetBeforeAccepting: often(0.15, 0.1, 0.5),
    errorBeforeAccepting: often(0.15, 0.1, 0.5),
    rateLimit: often(0.25, 0.1, 0.6),
    serverError: often(0.2, 0.05, 0.3),
  };
}

/**
 * Worlds in which one kind of trouble that is rare by chance is to be expected, because what it takes comes
 * together: so a few dozen runs meet each of them. Whatever else a run drew stays.
 */
const stages: readonly ((chance: Chance) => Partial<Climate>)[] = [
  lostAnswers,
  strays,
  strangers,
  secondThoughts,
];

function drawStage(chance: Chance): Partial<Climate> {
  return chance.pick(stages)(chance);
}

/**
 * Retell takes requests or loses them, and says neither; its webhooks do not tell whose call it is, and half
 * of the time its list does not hear what is looked for. So a call is heard of before it is known to be ours.
 */
function lostAnswers(chance: Chance): Partial<Climate> {
  return {
    requests: chance.whole(1, 3),
    callsElsewhere: chance.whole(1, 2),
    ignoresMetadataFilter: chance.happens(0.5),
    isPaid: true,
    simulatorFaults: {
      timeoutAfterAccepting: chance.between(0.3, 0.7),
      resetBeforeAccepting: chance.between(0.1, 0.4),
      errorAfterAccepting: chance.between(0.1, 0.4),
      omitMetadata: chance.between(0.6, 1),
    },
  };
}

/**
 * Answers to requests are lost and webhooks do not say whose call they tell of, but whoever watches is left in peace: so
 * rows that turn out to be another's call are seen, and seen to go.
 */
function strays(chance: Chance): Partial<Climate> {
  return {
    concurrencyLimit: 6,
    callsPerSecond: 6,
    isPaid: true,
    deaths: 0,
    databaseOutages: 0,
    listenerCuts: 0,
    retellOutages: 0,
    breaks: { toRetell: 0, toUs: 0 },
    stalls: 0,
    simulatorFaults: { omitMetadata: 1, resetAfterAccepting: chance.between(0.4, 1) },
  };
}

/** A workspace with a past and other users, first seen while Retell is away; its webhooks say little. */
function strangers(chance: Chance): Partial<Climate> {
  return {
    requests: 1,
    callsElsewhere: chance.whole(3, 5),
    history: chance.whole(2, 4),
    awayAtFirstMs: chance.between(5, 20) * SECOND_MS,
    isPaid: true,
    slowness: 1,
    breaks: { toRetell: 0, toUs: 0 },
    simulatorFaults: { omitMetadata: 1, reverse: chance.between(0, 0.5) },
  };
}

/** People think again just as their calls are being dialled, which Retell often will not have yet; workers die with jobs in hand. */
function secondThoughts(chance: Chance): Partial<Climate> {
  return {
    requests: chance.whole(1, 3),
    secondThoughts: chance.between(0.5, 1),
    impatience: 0,
    // Long enough on its way that a wish is written meanwhile.
    slowness: chance.between(15, 50),
    stalls: 0,
    breaks: { toRetell: 0, toUs: 0 },
    databaseSlowness: 1,
    // What Retell does take, it refuses now and then for good.
    isPaid: !chance.happens(0.25),
    deaths: chance.whole(1, 3),
    deedsBetweenDeaths: 300,
    deathsWithJobs: chance.between(0.3, 0.6),
    simulatorFaults: { rateLimit: chance.between(0.4, 0.8), double: chance.between(0, 0.5) },
  };
}

/** How one request fares. */
export function drawFate(chance: Chance, climate: Climate, exchange: Exchange, isTroubled: boolean): Fate {
  const toRetell = exchange.host === "retell.simulated";
  const slowness = isTroubled ? climate.slowness : 1;
  const fate: Fate = {
    thereMs: chance.between(1, 20) * slowness,
    backMs: chance.between(1, 20) * slowness,
    breaks: null,
    isSilent: chance.happens(0.4),
  };
  if (isTroubled && toRetell && chance.happens(climate.stalls))
    fate.thereMs += chance.between(1, LONGEST_STALL_MS);
  const breaks = toRetell ? climate.breaks.toRetell : climate.breaks.toUs;
  if (isTroubled && chance.happens(breaks))
    fate.breaks = chance.pick(["refused", "before", "after", "after"]);
  return fate;
}

export type Trouble =
  | { kind: "death"; process: ProcessName }
  | { kind: "database away"; ms: number }
  | { kind: "listener cut" }
  | { kind: "viewer cut" }
  | { kind: "clock step"; ms: number }
  | { kind: "retell away"; ms: number; how: 500 | 503 | 429 | "reset" }
  | { kind: "forgery" }
  | { kind: "late copy" }
  | { kind: "poison" };

/** What happens at moments of its own, whoever is at what. */
export function drawTroubles(chance: Chance, climate: Climate): { at: number; trouble: Trouble }[] {
  const moment = () => chance.between(0, climate.troubleMs);
  const times = (count: number, draw: () => Trouble) =>
    Array.from({ length: count }, () => ({ at: moment(), trouble: draw() }));
  const away = (ms: number): Trouble => ({
    kind: "retell away",
    ms,
    how: chance.pick([500, 503, 429, "reset"] as const),
  });
  return [
    ...(climate.awayAtFirstMs > 0 ? [{ at: 0, trouble: away(climate.awayAtFirstMs) }] : []),
    ...times(climate.databaseOutages, () => ({
      kind: "database away",
      ms: chance.between(0.2, 12) * SECOND_MS,
    })),
    ...times(climate.listenerCuts, () => ({ kind: "listener cut" })),
    ...times(climate.viewerCuts, () => ({ kind: "viewer cut" })),
    ...times(climate.clockSteps, () => ({ kind: "clock step", ms: chance.between(-4, 4) * MINUTE_MS })),
    ...times(climate.retellOutages, () => away(chance.between(1, 25) * SECOND_MS)),
    ...times(climate.forgeries, () => ({ kind: "forgery" })),
    ...times(climate.poisons, () => ({ kind: "poison" })),
    // Copies also come when all is long over.
    ...times(climate.lateCopies, () => ({ kind: "late copy" })).map(({ at, trouble }) => ({
      at: 3 * at,
      trouble,
    })),
  ];
}
