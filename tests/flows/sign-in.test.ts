import { beforeAll, expect, test } from "vitest";
import { startApi } from "../support/console.ts";
import { type Answer, ask, cookieOf } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";

const TRIES_A_MINUTE = 10;
const CLIENT = "x-switchboard-client-ip";

let admin: TestPerson;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
});

/** Each caller from an address of their own, so that nobody uses up another's tries. */
let nextAddress = 0;
const newAddress = () => {
  nextAddress += 1;
  return `192.0.2.${nextAddress}`;
};
const signIn = (email: string, password: string, address = newAddress()): Promise<Answer> =>
  ask("/api/auth/sign-in/email", { json: { email, password }, headers: { [CLIENT]: address } });
const mayList = async (cookie: string) => (await ask("/api/calls", { cookie })).status === 200;

test("the right password signs in, with a cookie that scripts cannot read and other sites do not send", async () => {
  const answer = await signIn(admin.email, admin.password);
  expect(answer.status).toBe(200);
  expect(await mayList(cookieOf(answer))).toBe(true);
  for (const line of answer.headers.getSetCookie()) {
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=(Lax|Strict)/i);
  }
  expect(JSON.stringify(answer.body)).not.toContain("password");
});

test("a wrong password and a person that there is not are answered alike", async () => {
  const wrong = await signIn(admin.email, "not the password");
  const nobody = await signIn("nobody@example.com", "not the password");
  expect([wrong.status, nobody.status]).toEqual([401, 401]);
  expect(wrong.body).toEqual(nobody.body);
  expect(wrong.headers.getSetCookie()).toEqual([]);
});

test("a banned person cannot sign in", async () => {
  const banned = await signedIn("admin");
  const client = await superuser();
  await client.query("update users set banned = true where id = $1", [banned.id]);
  const answer = await signIn(banned.email, banned.password);
  expect(answer.status).toBe(403);
  expect(await mayList(cookieOf(answer))).toBe(false);
});

test("after ten tries in a minute an address has to wait, even with the right password, and others do not", async () => {
  const address = newAddress();
  const tries: number[] = [];
  for (let count = 0; count < TRIES_A_MINUTE; count += 1)
    tries.push((await signIn(admin.email, `guess ${count}`, address)).status);
  expect(tries).toEqual(tries.map(() => 401));
  expect((await signIn(admin.email, admin.password, address)).status).toBe(429);
  expect((await signIn(admin.email, admin.password)).status).toBe(200);
});

test("guesses that all come at once are counted too", async () => {
  const address = newAddress();
  const answers = await Promise.all(
    Array.from({ length: 3 * TRIES_A_MINUTE }, (_, count) => signIn(admin.email, `guess ${count}`, address)),
  );
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(TRIES_A_MINUTE);
});

test("signing out ends the session, on the server too", async () => {
  const cookie = cookieOf(await signIn(admin.email, admin.password));
  expect(await mayList(cookie)).toBe(true);
  expect((await ask("/api/auth/sign-out", { cookie, json: {} })).status).toBe(200);
  expect(await mayList(cookie)).toBe(false);
});

test("changing the password ends every other session, and the old password", async () => {
  const person = await signedIn("admin");
  const elsewhere = cookieOf(await signIn(person.email, person.password));
  const answer = await ask("/api/auth/change-password", {
    cookie: person.cookie,
    json: {
      currentPassword: person.password,
      newPassword: "a new and better one",
      revokeOtherSessions: true,
    },
    headers: { [CLIENT]: newAddress() },
  });
  expect(answer.status).toBe(200);
  expect(await mayList(elsewhere)).toBe(false);
  expect(await mayList(person.cookie)).toBe(false);
  expect(await mayList(cookieOf(answer))).toBe(true);
  expect((await signIn(person.email, person.password)).status).toBe(401);
  expect((await signIn(person.email, "a new and better one")).status).toBe(200);
});

test("a password is not changed without the old one, to a short one, or from another site", async () => {
  const person = await signedIn("admin");
  const change = (currentPassword: string, newPassword: string, headers = {}) =>
    ask("/api/auth/change-password", {
      cookie: person.cookie,
      json: { currentPassword, newPassword, revokeOtherSessions: true },
      headers: { [CLIENT]: newAddress(), ...headers },
    });
  const refused = [
    await change("not the password", "a new and better one"),
    await change(person.password, "too short"),
    await change(person.password, "a new and better one", { origin: "https://evil.example" }),
  ];
  for (const { status } of refused) expect([400, 401, 403]).toContain(status);
  expect((await signIn(person.email, person.password)).status).toBe(200);
});

test.each([
  ["POST", "/sign-up/email"],
  ["GET", "/admin/list-users"],
  ["POST", "/admin/create-user"],
  ["POST", "/admin/set-role"],
  ["POST", "/admin/impersonate-user"],
  ["POST", "/update-user"],
  ["POST", "/delete-user"],
  ["POST", "/request-password-reset"],
  ["GET", "/list-sessions"],
  ["GET", "/ok"],
  ["POST", "/sign-in/email/../../sign-up/email"],
  ["POST", "/sign-in//email"],
  ["POST", "/Sign-Up/Email"],
])("%s %s of the sign-in library is not open, not even to an admin", async (method, path) => {
  const client = await superuser();
  const people = () => oneRow(client, "select count(*)::int as people from users");
  const before = await people();
  const json =
    method === "POST"
      ? { email: "new@example.com", password: "correct horse battery", name: "New" }
      : undefined;
  const answer = await ask(`/api/auth${path}`, { method, cookie: admin.cookie, json });
  expect(answer).toMatchObject({ status: 404, body: { message: "There is no such address." } });
  expect(await people()).toEqual(before);
});

test("nobody makes themselves an admin by saying so when signing in", async () => {
  const user = await signedIn("user");
  const answer = await ask("/api/auth/sign-in/email", {
    json: { email: user.email, password: user.password, role: "admin" },
    headers: { [CLIENT]: newAddress() },
  });
  expect(answer.status).toBe(200);
  expect((await ask("/api/calls", { cookie: cookieOf(answer) })).status).toBe(403);
});
