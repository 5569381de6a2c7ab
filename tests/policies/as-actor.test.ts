import { sql } from "kysely";
import { beforeAll, expect, test, vi } from "vitest";
import { type Actor, asActor, askAndCommit, askInOrder, type Db, poolFor } from "#database";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow } from "../support/sql.ts";

let admin: TestPerson;
let user: TestPerson;
beforeAll(async () => {
  admin = await signedIn("admin");
  user = await signedIn("user");
});

interface Seen {
  role: string;
  kind: string;
  id: string;
}

async function whoAmI(db: Db): Promise<Seen> {
  const { rows } = await sql<Seen>`
    select current_user::text as role, current_setting('app.actor_kind', true) as kind, current_setting('app.actor_id', true) as id
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("Nobody.");
  return row;
}

/** What is left on every connection of the pool. */
async function leftovers(): Promise<Seen[]> {
  const pool = poolFor("switchboard_app");
  const clients = await Promise.all(Array.from({ length: pool.options.max ?? 1 }, () => pool.connect()));
  try {
    return await Promise.all(
      clients.map((client) =>
        oneRow<Seen>(
          client,
          `select current_user::text as role, coalesce(current_setting('app.actor_kind', true), '') as kind,
                  coalesce(current_setting('app.actor_id', true), '') as id`,
        ),
      ),
    );
  } finally {
    for (const client of clients) client.release();
  }
}

const nobody: Seen = { role: "switchboard_app", kind: "", id: "" };

test("inside, a person is themselves under people's policies, and a job under the system's", async () => {
  expect(await asActor(admin.actor, whoAmI)).toEqual({
    role: "switchboard_people",
    kind: "person",
    id: admin.id,
  });
  expect(await asActor({ kind: "system", job: "a_job" }, whoAmI)).toEqual({
    role: "switchboard_system",
    kind: "system",
    id: "a_job",
  });
});

test("actor and role are gone when the work is done, when it throws, and when the database refuses it", async () => {
  await asActor(admin.actor, whoAmI);
  await expect(
    asActor(admin.actor, async (db) => {
      await whoAmI(db);
      throw new Error("Changed our mind.");
    }),
  ).rejects.toThrow("Changed our mind.");
  await expect(asActor(user.actor, (db) => sql`select * from sessions`.execute(db))).rejects.toThrow(
    "permission denied",
  );
  const left = await leftovers();
  expect(left).toEqual(left.map(() => nobody));
});

test("what is done before something throws is undone", async () => {
  const name = `mark-${crypto.randomUUID()}`;
  const system: Actor = { kind: "system", job: "a_job" };
  await expect(
    asActor(system, async (db) => {
      await db.insertInto("sync_marks").values({ name, mark: "" }).execute();
      throw new Error("Changed our mind.");
    }),
  ).rejects.toThrow("Changed our mind.");
  const found = await asActor(system, (db) =>
    db.selectFrom("sync_marks").selectAll().where("name", "=", name).execute(),
  );
  expect(found).toEqual([]);
});

test.each([
  "'; set local role switchboard_system; --",
  "', true); select set_config('app.actor_kind', 'system', true); --",
  "\\'; drop table users; --",
  "$$ || pg_sleep(9) || $$",
  'quoted "name"',
  "Zoë 👋🏽 \n\t line",
  "%s {} $1",
  "",
])("an actor called %j is only text", async (id) => {
  const hostile: Actor = { kind: "person", id, ipAddress: null };
  expect(await asActor(hostile, whoAmI)).toEqual({ role: "switchboard_people", kind: "person", id });
  expect(await asActor(hostile, (db) => db.selectFrom("retell_calls").select("id").execute())).toEqual([]);
});

test("many actors at once on few connections never see one another", async () => {
  const actors: Actor[] = Array.from({ length: 120 }, (_, index) =>
    index % 3 === 0
      ? { kind: "system", job: `job-${index}` }
      : { kind: "person", id: `person-${index}`, ipAddress: null },
  );
  const outcomes = await Promise.all(
    actors.map((actor, index) =>
      asActor(actor, async (db) => {
        const first = await whoAmI(db);
        if (index % 5 === 0) throw new Error(`${index} gives up`);
        await sql`select 1 from generate_series(1, ${index * 10})`.execute(db);
        return [first, await whoAmI(db)];
      }).catch((error: Error) => error.message),
    ),
  );
  for (const [index, outcome] of outcomes.entries()) {
    const [role, kind, id] =
      index % 3 === 0
        ? ["switchboard_system", "system", `job-${index}`]
        : ["switchboard_people", "person", `person-${index}`];
    const seen = { role, kind, id };
    expect(outcome).toEqual(index % 5 === 0 ? `${index} gives up` : [seen, seen]);
  }
});

test("questions asked in one go are answered in their order, each seeing what those before it did", async () => {
  const id = await asActor({ kind: "system", job: "a_job" }, async (db) => {
    const [inserted, seen, counted] = await askInOrder(db, [
      sql<{
        id: string;
      }>`insert into retell_calls (retell_call_id) values ('call_in_order') returning id`.compile(db),
      db.selectFrom("retell_calls").select("id").where("retell_call_id", "=", "call_in_order").compile(),
      sql<{
        count: number;
      }>`select count(*)::int as count from retell_calls where retell_call_id = 'call_in_order'`.compile(db),
    ]);
    expect(seen).toEqual(inserted);
    expect(counted).toEqual([{ count: 1 }]);
    return inserted[0]?.id;
  });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

test("where one of several questions fails, its own fault is told, and nothing of the transaction stays", async () => {
  const work = asActor({ kind: "system", job: "a_job" }, async (db) => {
    await askInOrder(db, [
      sql`insert into retell_calls (retell_call_id) values ('call_undone')`.compile(db),
      sql`select 1 / 0`.compile(db),
      sql`select 1`.compile(db),
    ]);
  });
  await expect(work).rejects.toThrow("division by zero");
  const { rows } = await asActor({ kind: "system", job: "a_job" }, (db) =>
    sql`select from retell_calls where retell_call_id = 'call_undone'`.execute(db),
  );
  expect(rows).toEqual([]);
});

const job = { kind: "system", job: "a_job" } as const;
const inserting = (db: Db, id: string) =>
  sql<{ id: string }>`insert into retell_calls (retell_call_id) values (${id}) returning id`.compile(db);
const callsOf = (id: string) =>
  asActor(job, (db) => db.selectFrom("retell_calls").select("id").where("retell_call_id", "=", id).execute());

test("what is asked with the commit behind it is committed when its answer is here", async () => {
  await asActor(job, async (db) => {
    const [inserted] = await askAndCommit(db, [inserting(db, "call_committed")]);
    expect(await callsOf("call_committed")).toEqual(inserted);
  });
  expect(await callsOf("call_committed")).toHaveLength(1);
});

test("where one of several questions fails that have the commit behind them, its fault is told and nothing stays", async () => {
  const work = asActor(job, (db) =>
    askAndCommit(db, [inserting(db, "call_not_committed"), sql`select 1 / 0`.compile(db)]),
  );
  await expect(work).rejects.toThrow("division by zero");
  expect(await callsOf("call_not_committed")).toEqual([]);
});

test("what failed before, and was not heeded, leaves nothing to commit, which is told", async () => {
  const work = asActor(job, async (db) => {
    await sql`select 1 / 0`.execute(db).catch(() => undefined);
    await askAndCommit(db, []);
  });
  await expect(work).rejects.toThrow("The transaction was rolled back.");
});

test("nothing is asked after the commit", async () => {
  const work = asActor(job, async (db) => {
    await askAndCommit(db, [inserting(db, "call_before")]);
    await sql`select 1`.execute(db);
  });
  await expect(work).rejects.toThrow("The transaction is over.");
});

test("what is asked when the transaction is over reaches nobody's connection", async () => {
  const { promise: isLater, resolve: later } = Promise.withResolvers<void>();
  let straggler: Promise<unknown> = Promise.resolve();
  const work = asActor({ kind: "system", job: "a_job" }, async (db) => {
    straggler = isLater.then(() => whoAmI(db));
    throw new Error("Part of it failed.");
  });
  await expect(work).rejects.toThrow("Part of it failed.");
  later();
  await expect(straggler).rejects.toThrow("The transaction is over.");
});

test("two copies of the module, of server and pages, keep their own statements on one connection", async () => {
  const copy = async () => {
    vi.resetModules();
    return (await import("#database")).asActor;
  };
  const [ofServer, ofPages] = [await copy(), await copy()];
  expect(ofServer).not.toBe(ofPages);
  const ask = async (as: typeof asActor, words: string) => {
    const work = async (db: Db) => {
      const { rows } = await sql<{ pid: number; said: string }>`
        select pg_backend_pid() as pid, ${sql.lit(words)} as said`.execute(db);
      return rows[0];
    };
    return await as(admin.actor, work, { isRoutine: true });
  };
  const first = await ask(ofServer, "from the server");
  const second = await ask(ofPages, "from a page");
  expect([first?.said, second?.said]).toEqual(["from the server", "from a page"]);
  expect(second?.pid).toBe(first?.pid);
});
