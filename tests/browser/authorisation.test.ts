import { readFile } from "node:fs/promises";
import { type APIRequestContext, type APIResponse, expect, test } from "@playwright/test";
import { restRoutes } from "../../src/api/index.ts";
import { anAddress } from "../support/browser.ts";
import { ADMIN } from "../support/built-console.ts";
import { askConsoleDatabase, makePerson } from "../support/console-database.ts";

// Every page and route that was built, asked for by everybody, in every way a page can be asked for.

const PASSWORD = "correct horse battery staple";
/** Stands in a call's variables, so it is in every answer that shows the call and in no other. */
const MARK = `mark-${crypto.randomUUID()}`;

type Asker = "nobody" | "somebody whose session ended" | "a person who is no admin";
const askers: Asker[] = ["nobody", "somebody whose session ended", "a person who is no admin"];

/** Ways to ask for a page: as people do, and as Next's own client and its imitators do. */
const ways: { name: string; path: (path: string) => string; headers: Record<string, string> }[] = [
  { name: "plainly", path: (path) => path, headers: {} },
  { name: "as a client navigation", path: (path) => `${path}?_rsc=1`, headers: { RSC: "1" } },
  {
    name: "as a prefetch",
    path: (path) => `${path}?_rsc=1`,
    headers: { RSC: "1", "Next-Router-Prefetch": "1" },
  },
  {
    name: "as a segment prefetch",
    path: (path) => `${path}?_rsc=1`,
    headers: { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
  },
  { name: "by its data file", path: (path) => `${path}.rsc`, headers: {} },
  { name: "in escapes", path: (path) => path.replace("/d", "/%64").replace("/a", "/%61"), headers: {} },
  { name: "with a doubled slash", path: (path) => `/${path}`, headers: {} },
  { name: "with a slash within doubled", path: (path) => path.replace(/(.)\//, "$1//"), headers: {} },
  { name: "with a slash at the end", path: (path) => `${path}/`, headers: {} },
  {
    name: "as an old data route",
    path: (path) => `/_next/data/x${path}.json`,
    headers: { "x-nextjs-data": "1" },
  },
  {
    name: "past a middleware",
    path: (path) => path,
    headers: { "x-middleware-subrequest": "middleware:middleware:middleware" },
  },
];

// One worker for the file: what is prepared below is prepared once.
test.describe.configure({ mode: "default" });

let callId = "";
let contexts: Record<Asker | "an admin", APIRequestContext>;

test.beforeAll(async ({ playwright }) => {
  const baseURL = process.env.CONSOLE_URL ?? "";
  const open = () =>
    playwright.request.newContext({
      baseURL,
      maxRedirects: 0,
      extraHTTPHeaders: { "x-forwarded-for": anAddress() },
    });
  const signIn = async (email: string, password: string) => {
    const context = await open();
    const answer = await context.post("/api/auth/sign-in/email", { data: { email, password } });
    expect(answer.status()).toBe(200);
    return context;
  };
  const [user, former] = [`user-${MARK}@example.com`, `former-${MARK}@example.com`];
  await makePerson(user, PASSWORD, "user");
  await makePerson(former, PASSWORD, "admin");
  contexts = {
    nobody: await open(),
    "somebody whose session ended": await signIn(former, PASSWORD),
    "a person who is no admin": await signIn(user, PASSWORD),
    "an admin": await signIn(ADMIN.email, ADMIN.password),
  };
  await askConsoleDatabase("delete from sessions where user_id = (select id from users where email = $1)", [
    former,
  ]);
  const answer = await contexts["an admin"].post("/api/calls", {
    data: {
      phoneNumber: "+14155550002",
      agentId: "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD",
      fromNumber: "+14157774444",
      variables: { customer_name: MARK },
    },
  });
  callId = (await answer.json()).call.id;
});

async function pages(): Promise<string[]> {
  const manifest: Record<string, string> = JSON.parse(
    await readFile(".next/app-path-routes-manifest.json", "utf8"),
  );
  const paths = Object.values(manifest).map((path) =>
    path.replace("[callId]", callId).replaceAll(/\[[^\]]+\]/g, "1"),
  );
  return [...new Set(paths)].filter((path) => path.startsWith("/dashboard"));
}

/** The routes below /api that are for admins; the open ones have tests of their own. */
function routes(): { method: string; path: string }[] {
  const open = /^\/api\/(\*|health(\/(live|ready))?$|auth\/|webhooks\/|invitations\/accept$)/;
  return restRoutes()
    .filter(({ method, path }) => method !== "ALL" && !open.test(path))
    .map(({ method, path }) => ({
      method,
      path: path.replace(":id", callId).replaceAll(/:[a-zA-Z]+/g, "1"),
    }));
}

for (const asker of askers) {
  test(`no page shows anything to ${asker}, however it is asked for`, async () => {
    const paths = await pages();
    expect(paths.length).toBeGreaterThanOrEqual(4);
    for (const path of paths) {
      for (const way of ways) {
        const answer = await contexts[asker].get(address(way.path(path)), { headers: way.headers });
        await expectNothing(answer, `${path} ${way.name}`);
      }
    }
  });

  test(`no route answers ${asker}`, async () => {
    const found = routes();
    expect(found.length).toBeGreaterThanOrEqual(5);
    for (const { method, path } of found) {
      for (const way of ways.filter(({ name }) => !name.startsWith("as"))) {
        const answer = await contexts[asker].fetch(address(way.path(path)), {
          method,
          headers: way.headers,
          ...(method === "GET" ? {} : { data: {} }),
        });
        expect(answer.status(), `${method} ${path} ${way.name}`).toBeGreaterThanOrEqual(300);
        await expectNothing(answer, `${method} ${path} ${way.name}`);
      }
    }
    const live = await contexts[asker].get("/api/live");
    expect(live.status()).toBe(asker === "a person who is no admin" ? 403 : 401);
  });
}

test("somebody who is no admin reads why, on every page and route", async () => {
  for (const path of await pages()) {
    const answer = await contexts["a person who is no admin"].get(path);
    expect(answer.status(), path).toBe(403);
    expect(await answer.text(), path).toContain("Unauthorized: Admin access required");
  }
  for (const { method, path } of routes()) {
    const answer = await contexts["a person who is no admin"].fetch(path, {
      method,
      ...(method === "GET" ? {} : { data: {} }),
    });
    expect(answer.status(), path).toBe(403);
    expect((await answer.json()).error.message).toBe("Unauthorized: Admin access required");
  }
});

test("an admin sees the mark that nobody else does, so that looking for it means something", async () => {
  for (const path of [
    "/dashboard/calls",
    `/dashboard/calls/${callId}`,
    "/api/calls",
    `/api/calls/${callId}`,
  ]) {
    const answer = await contexts["an admin"].get(path);
    expect(await answer.text(), path).toContain(MARK);
  }
});

/** Written out: a path with two slashes before it would otherwise name another host. */
function address(path: string): string {
  return `${process.env.CONSOLE_URL}${path}`;
}

async function expectNothing(answer: APIResponse, what: string): Promise<void> {
  expect(answer.status(), what).toBeLessThan(500);
  const text = await answer.text();
  expect(text.includes(MARK), `${what} shows the call`).toBe(false);
  expect(/agent_[0-9a-z]{6}|oBeDLoLOeuAbiua|\+1415777444/.test(text), `${what} shows the workspace`).toBe(
    false,
  );
  expect(text.includes(ADMIN.email), `${what} shows a person`).toBe(false);
}
