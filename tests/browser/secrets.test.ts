import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../support/browser.ts";

/** What no browser may ever be told, each by what it is. */
function secrets(): [name: string, text: string][] {
  const { AUTH_SECRET = "", DATABASE_URL = "" } = process.env;
  const login = (name: string) =>
    createHmac("sha256", AUTH_SECRET).update(`database login ${name}`).digest("base64url");
  return [
    ["the API key", "key_simulated"],
    ["the auth secret", AUTH_SECRET.trim()],
    ["the database's address", DATABASE_URL],
    ["a database's address", "postgres://"],
    ["a database's address", "postgresql://"],
    ["a database password", login("switchboard_app")],
    ["a database password", login("switchboard_identity")],
  ];
}

async function expectNone(where: string, text: string): Promise<void> {
  for (const [name, secret] of secrets()) {
    expect(secret.length, name).toBeGreaterThan(8);
    expect(text.includes(secret), `${name} stands in ${where}`).toBe(false);
  }
}

test("no secret stands in anything that was built for browsers", async () => {
  const files = (await readdir(".next/static", { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    await expectNone(path, (await readFile(path)).toString("latin1"));
  }
});

test("no secret stands in anything that an admin is answered: pages, their data, the API", async ({
  console: page,
}) => {
  const { calls } = await (await page.request.get("/api/calls")).json();
  const { webhooks } = await (await page.request.get("/api/webhook-log")).json();
  const pages = [
    "/sign-in",
    "/help",
    "/nowhere",
    "/dashboard/calls",
    "/dashboard/calls?status=failed",
    `/dashboard/calls/${calls[0].id}`,
    "/dashboard/calls/send",
    "/dashboard/webhooks",
    "/dashboard/webhooks?verdict=asleep",
    ...webhooks.slice(0, 3).map(({ id }: { id: string }) => `/dashboard/webhooks/${id}`),
    "/dashboard/webhooks/setup",
    "/dashboard/people",
    "/dashboard/audit",
    "/dashboard/settings",
  ];
  const api = [
    "/api/health",
    "/api/workspace",
    "/api/calls",
    `/api/calls/${calls[0].id}`,
    `/api/calls/${calls[0].id}/transfers`,
    "/api/webhook-log",
    "/api/webhooks/retell",
    "/api/people",
    "/api/invitations",
    "/api/keys",
    "/api/auth/get-session",
    "/api/nowhere",
  ];
  for (const path of [...pages, ...api]) {
    const asked: Record<string, string>[] = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];
    for (const headers of asked) {
      const answer = await page.request.get(path, { headers });
      expect(answer.status(), path).toBeLessThan(500);
      if (headers.rsc && path.startsWith("/dashboard")) {
        expect(answer.headers()["content-type"], path).toContain("text/x-component");
      }
      await expectNone(`${path} ${JSON.stringify(headers)}`, await said(answer));
    }
  }
  for (const name of [
    "settings",
    "database",
    "retell_key",
    "from_number",
    "agent",
    "lines",
    "webhook",
    "clock",
  ]) {
    await expectNone(`the check ${name}`, await said(await page.request.post(`/api/checks/${name}`)));
  }
});

async function said(answer: { text(): Promise<string>; headers(): Record<string, string> }): Promise<string> {
  return JSON.stringify(answer.headers()) + (await answer.text());
}
