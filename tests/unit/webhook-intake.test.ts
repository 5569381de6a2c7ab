import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NotTaken, WebhookIntake } from "#domain/webhooks";

const MB = 1024 * 1024;
const event = Buffer.from("{}");
/** So many begin a commit of their own beside one that is under way. */
const BESIDE = 24;

interface Commit {
  bodies: readonly Buffer[];
  done(): void;
  fail(): void;
}
let commits: Commit[];
let intake: WebhookIntake;

/** A database that answers when the test says so. */
beforeEach(() => {
  vi.useFakeTimers();
  commits = [];
  intake = new WebhookIntake(
    (bodies) =>
      new Promise((done, reject) => {
        commits.push({ bodies, done, fail: () => reject(new Error("gone")) });
      }),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

/** The outcome of a submission, once there is one. */
function submit(body = event): { outcome: string | null } {
  const seen: { outcome: string | null } = { outcome: null };
  intake.submit(body).then(
    () => {
      seen.outcome = "stored";
    },
    (error: unknown) => {
      seen.outcome = error instanceof NotTaken ? error.reason : "another error";
    },
  );
  return seen;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const lastCommit = () => {
  const commit = commits.at(-1);
  if (!commit) throw new Error("There is no commit.");
  return commit;
};

test("an event that comes alone is committed at once; what comes meanwhile shares the next commit", async () => {
  const first = submit();
  const others = [submit(), submit(), submit()];
  expect(commits.map(({ bodies }) => bodies.length)).toEqual([1]);
  lastCommit().done();
  await pass(0);
  expect(first.outcome).toBe("stored");
  expect(others.map(({ outcome }) => outcome)).toEqual([null, null, null]);
  lastCommit().done();
  await pass(0);
  expect(commits.map(({ bodies }) => bodies.length)).toEqual([1, 3]);
  expect(others.map(({ outcome }) => outcome)).toEqual(["stored", "stored", "stored"]);
});

test("when many wait a second commit begins beside the first, and never a third; a few wait for the first", async () => {
  submit();
  const some = Array.from({ length: BESIDE - 1 }, () => submit());
  expect(commits).toHaveLength(1);
  some.push(submit());
  expect(commits.map(({ bodies }) => bodies.length)).toEqual([1, BESIDE]);
  const more = Array.from({ length: 60 }, () => submit());
  expect(commits).toHaveLength(2);
  commits[1]?.done();
  await pass(0);
  expect(some.every(({ outcome }) => outcome === "stored")).toBe(true);
  expect(commits.map(({ bodies }) => bodies.length)).toEqual([1, BESIDE, 60]);
  commits[0]?.done();
  commits[2]?.done();
  await pass(0);
  expect(more.every(({ outcome }) => outcome === "stored")).toBe(true);
});

describe("a database that does not answer", () => {
  test("nobody hears that an event is stored before it is, and nobody waits two seconds to hear that it is not known", async () => {
    const seen = [submit(), submit()];
    await pass(1_000);
    const late = submit();
    await pass(999);
    expect(seen.map(({ outcome }) => outcome)).toEqual(["not_stored", "busy"]);
    expect(late.outcome).toBe("busy");
  });

  test("while a commit hangs, whoever comes is refused at once", async () => {
    submit();
    await pass(700);
    expect(intake.isBusy(1)).toBe(false);
    await pass(100);
    expect(intake.isBusy(1)).toBe(true);
    const refused = submit();
    await pass(0);
    expect(refused.outcome).toBe("busy");
  });

  test("what was answered as unknown is not acknowledged after all, and events are taken again once it answers", async () => {
    const unknown = submit();
    await pass(3_000);
    lastCommit().done();
    await pass(0);
    expect(unknown.outcome).toBe("not_stored");
    const next = submit();
    lastCommit().done();
    await pass(0);
    expect(next.outcome).toBe("stored");
  });

  test("a commit that fails fails its own events only", async () => {
    const [first, second] = [submit(), submit()];
    lastCommit().fail();
    await pass(0);
    lastCommit().done();
    await pass(0);
    expect([first.outcome, second.outcome]).toEqual(["not_stored", "stored"]);
  });
});

describe("more than can be stored", () => {
  /** A commit that takes so long, and what comes after it. */
  async function commitTaking(ms: number): Promise<void> {
    submit();
    await pass(ms);
    lastCommit().done();
    await pass(0);
  }

  test("as many wait as commits of late would bring through in half a second, however slow each is", async () => {
    for (let time = 0; time < 8; time += 1) await commitTaking(200);
    submit();
    const waiting = Array.from({ length: 5_000 }, () => submit());
    await pass(0);
    const refused = waiting.filter(({ outcome }) => outcome === "busy").length;
    // Three commits of 200 events and 200 ms each, and the one that began beside the first.
    expect(5_000 - refused).toBe(3 * 200 + BESIDE);
  });

  test("even when one commit alone takes long, the next one is filled", async () => {
    for (let time = 0; time < 8; time += 1) await commitTaking(700);
    submit();
    const waiting = Array.from({ length: 300 }, () => submit());
    await pass(0);
    expect(waiting.filter(({ outcome }) => outcome === "busy")).toHaveLength(100 - BESIDE);
  });

  test("the number and the bytes of what waits have limits, however quick the database is", async () => {
    submit();
    const many = Array.from({ length: 6_000 }, () => submit());
    await pass(0);
    expect(many.filter(({ outcome }) => outcome === "busy")).toHaveLength(1_000 - BESIDE);
    const other = new WebhookIntake(() => new Promise(() => undefined));
    const big = Buffer.alloc(8 * MB);
    for (let time = 0; time < 7; time += 1) other.submit(big).catch(() => undefined);
    expect(other.isBusy(MB)).toBe(true);
    expect(other.isBusy(0)).toBe(false);
  });
});
