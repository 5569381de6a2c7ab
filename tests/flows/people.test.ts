import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { type Answer, ask, cookieOf } from "../support/http.ts";
import { watch } from "../support/live-stream.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const OUT_WITHIN_MS = 1_000;
const CLIENT = "x-switchboard-client-ip";
const PASSWORD = "a password of their own";

let admin: TestPerson;
let user: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  startApi();
  client = await superuser();
  admin = await signedIn("admin");
  user = await signedIn("user");
});

const newEmail = () => `new-${crypto.randomUUID()}@example.com`;
const change = (person: { id: string }, json: unknown, by = admin) =>
  ask(`/api/people/${person.id}`, { method: "PATCH", cookie: by.cookie, json });
const invite = (json: unknown, by = admin) => ask("/api/invitations", { cookie: by.cookie, json });
const revoke = (id: string) => ask(`/api/invitations/${id}`, { method: "DELETE", cookie: admin.cookie });
const accept = (json: unknown) =>
  ask("/api/invitations/accept", { json, headers: { [CLIENT]: "192.0.2.77" } });
const messageOf = (answer: Answer) => (answer.body as { error: { message: string } }).error.message;
const fieldsOf = (answer: Answer) =>
  (answer.body as { error: { fields: Record<string, string> } }).error.fields;

/** Invites somebody and gives back the token that stands in the link. */
async function invited(
  email = newEmail(),
  role = "user",
): Promise<{ id: string; email: string; token: string }> {
  const answer = await invite({ email, role });
  const { invitation } = answer.body as { invitation: { id: string; link: string } };
  expect(invitation.link.startsWith(`${world.appUrl}/invite/`)).toBe(true);
  return { id: invitation.id, email, token: invitation.link.split("/invite/")[1] ?? "" };
}

const linesAbout = async (subjectId: string) =>
  (
    await client.query(
      "select action, actor_kind, actor_id, details, ip_address from audit_log where subject_id = $1 order by at, id",
      [subjectId],
    )
  ).rows;
const personBy = (email: string) =>
  oneRow<{ id: string; role: string; name: string }>(
    client,
    "select id, role, name from users where email = $1",
    [email],
  );

describe("an invitation", () => {
  test("makes one account, with the role it was for, and both ends stand in the audit log", async () => {
    const { id, email, token } = await invited(newEmail(), "admin");
    expect(await accept({ token, name: " Zoë Ñ ", password: PASSWORD })).toMatchObject({
      status: 201,
      body: { email },
    });
    const person = await personBy(email);
    expect(person).toMatchObject({ role: "admin", name: "Zoë Ñ" });
    const signIn = await ask("/api/auth/sign-in/email", {
      json: { email, password: PASSWORD },
      headers: { [CLIENT]: "192.0.2.78" },
    });
    expect((await ask("/api/calls", { cookie: cookieOf(signIn) })).status).toBe(200);
    expect(
      await oneRow(
        client,
        "select actor_id, details from audit_log where action = 'invitation.made' and details->>'invitationId' = $1",
        [id],
      ),
    ).toEqual({ actor_id: admin.id, details: { invitationId: id, email, role: "admin" } });
    expect((await linesAbout(person.id)).map(({ action, ip_address }) => [action, ip_address])).toEqual([
      ["invitation.accepted", "192.0.2.77"],
      ["person.signed_in", "192.0.2.78"],
    ]);
  });

  test("is kept as a hash alone: the token stands nowhere in the database", async () => {
    const { id, token } = await invited();
    const { kept } = await oneRow<{ kept: string }>(
      client,
      "select row_to_json(i)::text as kept from invitations i where id = $1",
      [id],
    );
    expect(kept).not.toContain(token);
    const { kept: logged } = await oneRow<{ kept: string }>(
      client,
      "select string_agg(details::text, '') as kept from audit_log",
    );
    expect(logged).not.toContain(token);
    expect(kept).not.toContain(Buffer.from(token).toString("hex"));
  });

  test("accepted twice at once makes one account, and the other is told", async () => {
    const { email, token } = await invited();
    const answers = await Promise.all(
      ["One", "Two", "Three"].map((name) => accept({ token, name, password: PASSWORD })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(messageOf(answers.find(({ status }) => status === 409) as Answer)).toContain("used already");
    expect(
      await oneRow(client, "select count(*)::int as people from users where email = $1", [email]),
    ).toEqual({
      people: 1,
    });
  });

  test.each<[string, string, number, string]>([
    ["used", "update invitations set accepted_at = now() where id = $1", 409, "used already"],
    ["expired", "update invitations set expires_at = now() where id = $1", 409, "has expired"],
    ["revoked", "update invitations set revoked_at = now() where id = $1", 409, "was revoked"],
    ["removed", "delete from invitations where id = $1", 404, "no such invitation"],
  ])("that is %s says so and makes nobody", async (_what, deed, status, words) => {
    const { id, email, token } = await invited();
    await client.query(deed, [id]);
    const answer = await accept({ token, name: "Too late", password: PASSWORD });
    expect(answer.status).toBe(status);
    expect(messageOf(answer)).toContain(words);
    expect((await client.query("select from users where email = $1", [email])).rowCount).toBe(0);
  });

  test("is worth nothing once its maker was shut out", async () => {
    const maker = await signedIn("admin");
    const made = (await invite({ email: newEmail(), role: "admin" }, maker)).body as {
      invitation: { link: string };
    };
    await change(maker, { active: false });
    const token = made.invitation.link.split("/invite/")[1];
    const answer = await accept({ token, name: "Back door", password: PASSWORD });
    expect(answer.status).toBe(409);
    expect(messageOf(answer)).toContain("was revoked");
  });

  test("runs out after seven days", async () => {
    const { id } = await invited();
    expect(
      await oneRow(
        client,
        "select expires_at - created_at = interval '7 days' as week from invitations where id = $1",
        [id],
      ),
    ).toEqual({ week: true });
  });

  test("is revoked once, however often it is asked, and not after it was used", async () => {
    const { id } = await invited();
    expect([(await revoke(id)).status, (await revoke(id)).status]).toEqual([200, 200]);
    expect(
      await oneRow(
        client,
        "select count(*)::int as lines from audit_log where action = 'invitation.revoked' and details->>'invitationId' = $1",
        [id],
      ),
    ).toEqual({ lines: 1 });
    const used = await invited();
    await accept({ token: used.token, name: "In", password: PASSWORD });
    expect((await revoke(used.id)).status).toBe(409);
    for (const unknown of [crypto.randomUUID(), "nonsense", "%00"])
      expect((await revoke(unknown)).status).toBe(404);
  });

  test("for the same e-mail is open once, even when asked for twice at once; one that ran out is in nobody's way", async () => {
    const email = newEmail();
    const answers = await Promise.all(
      [1, 2, 3].map(() => invite({ email: email.toUpperCase(), role: "user" })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    await client.query("update invitations set expires_at = now() where email = $1", [email]);
    expect((await invite({ email, role: "user" })).status).toBe(201);
  });

  test("is refused for who has an account, at the e-mail's field", async () => {
    const answer = await invite({ email: user.email, role: "user" });
    expect(answer.status).toBe(409);
    expect(fieldsOf(answer).email).toContain("has an account already");
  });

  test.each<[unknown, string]>([
    [{}, "email"],
    [{ email: "", role: "user" }, "email"],
    [{ email: 7, role: "user" }, "email"],
    [{ email: "nobody", role: "user" }, "email"],
    [{ email: `${"x".repeat(300)}@example.com`, role: "user" }, "email"],
    [{ email: "a\0@example.com", role: "user" }, "email"],
    [{ email: "one@example.com" }, "role"],
    [{ email: "one@example.com", role: "owner" }, "role"],
    [{ email: "one@example.com", role: ["admin"] }, "role"],
  ])("asked for with %o is refused at the field", async (json, field) => {
    const answer = await invite(json);
    expect(answer.status).toBe(400);
    expect(Object.keys(fieldsOf(answer))).toContain(field);
  });

  test.each<[unknown, string]>([
    [{ password: PASSWORD }, "name"],
    [{ name: "  ", password: PASSWORD }, "name"],
    [{ name: "x".repeat(101), password: PASSWORD }, "name"],
    [{ name: 7, password: PASSWORD }, "name"],
    [{ name: "a\0b", password: PASSWORD }, "name"],
    [{ name: "\u202eevil", password: PASSWORD }, "name"],
    [{ name: "N" }, "password"],
    [{ name: "N", password: "short" }, "password"],
    [{ name: "N", password: "x".repeat(129) }, "password"],
    [{ name: "N", password: 1234567890 }, "password"],
  ])("accepted with %o is refused at the field and stays open", async (json, field) => {
    const { token } = await invited();
    const answer = await accept({ ...(json as object), token });
    expect(answer.status).toBe(400);
    expect(Object.keys(fieldsOf(answer))).toEqual([field]);
    expect((await accept({ token, name: "Now", password: PASSWORD })).status).toBe(201);
  });

  test.each([[[]], ["text"], [null], [{ token: 7 }], [{ token: "x".repeat(10_000) }], [{ token: "\0" }]])(
    "accepted with the body %j is refused",
    async (json) => {
      expect([400, 404]).toContain((await accept(json)).status);
    },
  );

  test("is not accepted because another site says so", async () => {
    const { token } = await invited();
    const answer = await ask("/api/invitations/accept", {
      json: { token, name: "N", password: PASSWORD },
      headers: { origin: "https://evil.example" },
    });
    expect(answer.status).toBe(403);
  });

  test("gives no more than it was made for, whatever the body says", async () => {
    const { email, token } = await invited();
    await accept({ token, name: "N", password: PASSWORD, role: "admin", email: "other@example.com" });
    expect(await personBy(email)).toMatchObject({ role: "user" });
  });
});

describe("a person's role and access", () => {
  test("whose role is taken away is out within a second: refused, and their open stream told goodbye", async () => {
    const person = await signedIn("admin");
    const watcher = await watch(person.cookie);
    await watcher.hasHeard("reset");
    const before = performance.now();
    expect((await change(person, { role: "user" })).status).toBe(200);
    expect(await ask("/api/calls", { cookie: person.cookie })).toMatchObject({
      status: 403,
      body: { error: { message: "Unauthorized: Admin access required" } },
    });
    await watcher.hasHeard("goodbye");
    await eventually(watcher.ended, Boolean);
    expect(performance.now() - before).toBeLessThan(OUT_WITHIN_MS);
    expect(await linesAbout(person.id)).toMatchObject([
      {
        action: "role.changed",
        actor_kind: "person",
        actor_id: admin.id,
        details: { from: "admin", to: "user" },
      },
    ]);
    expect((await change(person, { role: "admin" })).status).toBe(200);
    expect((await ask("/api/calls", { cookie: person.cookie })).status).toBe(200);
  });

  test("who is deactivated is out within a second, and stays signed out when they are let in again", async () => {
    const person = await signedIn("admin");
    const watcher = await watch(person.cookie);
    await watcher.hasHeard("reset");
    const before = performance.now();
    expect((await change(person, { active: false })).status).toBe(200);
    expect((await ask("/api/calls", { cookie: person.cookie })).status).toBe(401);
    await watcher.hasHeard("goodbye");
    expect(performance.now() - before).toBeLessThan(OUT_WITHIN_MS);
    const tryIn = () =>
      ask("/api/auth/sign-in/email", {
        json: { email: person.email, password: person.password },
        headers: { [CLIENT]: "192.0.2.79" },
      });
    expect((await tryIn()).status).toBe(403);
    expect((await change(person, { active: true })).status).toBe(200);
    expect((await ask("/api/calls", { cookie: person.cookie })).status).toBe(401);
    expect((await tryIn()).status).toBe(200);
    expect((await linesAbout(person.id)).map(({ action }) => action)).toEqual([
      "person.deactivated",
      "sign_in.failed",
      "person.reactivated",
      "person.signed_in",
    ]);
  });

  test("asked for twice is done and written down once", async () => {
    const person = await signedIn("user");
    const answers = await Promise.all([1, 2, 3].map(() => change(person, { role: "admin" })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await linesAbout(person.id)).toHaveLength(1);
  });

  test("an admin may give up their own role, and the log knows it was they", async () => {
    const person = await signedIn("admin");
    expect((await change(person, { role: "user" }, person)).status).toBe(200);
    expect(await linesAbout(person.id)).toMatchObject([{ action: "role.changed", actor_id: person.id }]);
    expect((await change(person, { role: "admin" }, person)).status).toBe(403);
  });

  test.each<[unknown]>([
    [{}],
    [{ role: "owner" }],
    [{ role: 1 }],
    [{ active: "no" }],
    [{ active: null }],
    [{ role: "user", active: true }],
    [{ role: "user", name: "New" }],
    [{ banned: true }],
    [[]],
  ])("asked to become %j stays as it is", async (json) => {
    const person = await signedIn("user");
    expect((await change(person, json)).status).toBe(400);
    expect(await linesAbout(person.id)).toEqual([]);
  });

  test("an unknown person is told of as unknown", async () => {
    for (const id of ["nobody", crypto.randomUUID(), "%00", "%ED%A0%80", "%27--", "x".repeat(2_000)])
      expect((await change({ id }, { role: "user" })).status).toBe(404);
  });
});

describe("the last active admin", () => {
  /** Leaves the given admins as the only ones there are. */
  const leaveOnly = (...admins: TestPerson[]) =>
    client.query("update users set role = 'user' where role = 'admin' and id <> all($1)", [
      admins.map(({ id }) => id),
    ]);

  test.each([[{ role: "user" }], [{ active: false }]])(
    "cannot be changed to %j, and is told why",
    async (json) => {
      const [last, banned] = [await signedIn("admin"), await signedIn("admin")];
      await leaveOnly(last, banned);
      await client.query("update users set banned = true where id = $1", [banned.id]);
      const answer = await change(last, json, last);
      expect(answer.status).toBe(409);
      expect(messageOf(answer)).toContain("last active admin");
      expect((await ask("/api/calls", { cookie: last.cookie })).status).toBe(200);
      expect(await linesAbout(last.id)).toEqual([]);
      await client.query("update users set role = 'admin' where id = $1", [admin.id]);
    },
  );

  test.each([[{ role: "user" }], [{ active: false }]])(
    "stays, however often two admins change each other to %j at once",
    async (json) => {
      for (let round = 0; round < 5; round += 1) {
        const [one, other] = [await signedIn("admin"), await signedIn("admin")];
        await leaveOnly(one, other);
        await Promise.all([change(one, json, other), change(other, json, one)]);
        expect(
          await oneRow(
            client,
            "select count(*)::int as admins from users where role = 'admin' and banned is not true",
          ),
        ).toEqual({ admins: 1 });
        await client.query("update users set role = 'admin' where id = $1", [admin.id]);
      }
    },
  );

  test("stays when two transactions that see each other as admins change each other", async () => {
    const [one, other] = [await signedIn("admin"), await signedIn("admin")];
    await leaveOnly(one, other);
    const [first, second] = [await superuser(), await superuser()];
    const demote = "update users set role = 'user' where id = $1";
    await first.query("begin");
    await second.query("begin");
    await first.query(demote, [one.id]);
    const waiting = second.query(demote, [other.id]);
    waiting.catch(() => undefined);
    await first.query("commit");
    await expect(waiting).rejects.toThrow("The last active admin can be neither demoted nor deactivated.");
    await second.query("rollback");
    await client.query("update users set role = 'admin' where id = $1", [admin.id]);
  });

  test("is protected from deletion and from one statement that demotes everybody", async () => {
    for (const deed of ["update users set role = 'user'", "update users set banned = true"])
      await expect(client.query(deed)).rejects.toThrow("The last active admin");
  });
});

describe("only signed-in admins manage people", () => {
  const doors: [method: string, path: string, json?: unknown][] = [
    ["PATCH", "/api/people/someone", { role: "admin" }],
    ["POST", "/api/invitations", { email: "x@example.com", role: "admin" }],
    ["DELETE", "/api/invitations/00000000-0000-7000-8000-000000000001"],
    ["POST", "/api/keys", { name: "a key" }],
    ["DELETE", "/api/keys/some"],
  ];
  test.each(doors)("%s %s", async (method, path, json) => {
    const expired = await signedIn("admin");
    await client.query("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [
      expired.id,
    ]);
    const counts = () =>
      oneRow(
        client,
        "select (select count(*) from invitations) as i, (select count(*) from api_keys) as k, (select count(*) from audit_log) as a",
      );
    const before = await counts();
    expect((await ask(path, { method, json })).status).toBe(401);
    expect((await ask(path, { method, json, cookie: expired.cookie })).status).toBe(401);
    expect((await ask(path, { method, json, cookie: user.cookie })).status).toBe(403);
    const elsewhere = { origin: "https://evil.example" };
    expect((await ask(path, { method, json, cookie: admin.cookie, headers: elsewhere })).status).toBe(403);
    expect(await counts()).toEqual(before);
  });

  test("a user cannot make themselves an admin", async () => {
    expect((await change(user, { role: "admin" }, user)).status).toBe(403);
  });
});

describe("signing in and out stands in the audit log", () => {
  const signIn = (email: unknown, password: string) =>
    ask("/api/auth/sign-in/email", {
      json: { email, password },
      headers: { [CLIENT]: `198.51.100.${Math.floor(Math.random() * 250)}` },
    });

  test("with who it was, and what failed without a password", async () => {
    const person = await signedIn("user");
    const wrong = "a wrong password, kept nowhere";
    await signIn(person.email, wrong);
    const cookie = cookieOf(await signIn(person.email.toUpperCase(), person.password));
    const changed = await ask("/api/auth/change-password", {
      cookie,
      json: { currentPassword: person.password, newPassword: "another password, kept nowhere" },
      headers: { [CLIENT]: "198.51.100.251" },
    });
    expect(changed.status).toBe(200);
    await ask("/api/auth/sign-out", { cookie, json: {} });
    const lines = await linesAbout(person.id);
    expect(lines.map(({ action }) => action)).toEqual([
      "sign_in.failed",
      "person.signed_in",
      "password.changed",
      "person.signed_out",
    ]);
    expect(new Set(lines.map(({ actor_kind, actor_id }) => `${actor_kind} ${actor_id}`))).toEqual(
      new Set(["system sign_in"]),
    );
    expect(JSON.stringify(lines)).not.toContain("kept nowhere");
  });

  test("and so do failures for people there are not, whatever was sent as their e-mail", async () => {
    const stranger = newEmail();
    await signIn(stranger, "x");
    expect(
      await oneRow(client, "select subject_id, details from audit_log where details->>'email' = $1", [
        stranger,
      ]),
    ).toEqual({ subject_id: null, details: { email: stranger } });
    for (const odd of ["\0@example.com", "\ud800@example.com", 7, null, "x".repeat(100_000)])
      expect((await signIn(odd, "x")).status).toBeLessThan(500);
  });

  test("but signing out when nobody is signed in does not", async () => {
    const count = () =>
      oneRow(client, "select count(*)::int as lines from audit_log where action = 'person.signed_out'");
    const before = await count();
    await ask("/api/auth/sign-out", { json: {} });
    expect(await count()).toEqual(before);
  });
});
