import { anAddress, expect, expectAccessible, test } from "../support/browser.ts";
import { askConsoleDatabase } from "../support/console-database.ts";

test("an admin invites somebody, who accepts in a browser of their own, and is out when the role is taken away", async ({
  console: page,
  browser,
}) => {
  const email = `zoe-${crypto.randomUUID()}@example.com`;
  await page.goto("/dashboard/people");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Make an invitation link" }).click();
  await expect(page.getByText("It is shown this once")).toBeVisible();
  await expectAccessible(page);
  const link = (await page.locator("code").textContent()) ?? "";
  await page.reload();
  await expect(page.getByText(email)).toBeVisible();
  await expect(page.locator("code")).toHaveCount(0);

  const elsewhere = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": anAddress() } });
  const theirs = await elsewhere.newPage();
  await theirs.goto(link);
  await expectAccessible(theirs);
  await theirs.getByLabel("Your name").fill("Zoë");
  await theirs.getByLabel("Password").fill("short");
  await theirs.getByRole("button", { name: "Make my account" }).click();
  await expect(theirs.getByText("Use at least 10 characters.")).toBeVisible();
  await expect(theirs.getByLabel("Your name")).toHaveValue("Zoë");
  await theirs.getByLabel("Password").fill("a password of her own");
  await theirs.getByRole("button", { name: "Make my account" }).click();
  await theirs.waitForURL("**/dashboard/calls");
  await expect(theirs.getByRole("status", { name: "Changes show by themselves." })).toBeVisible();

  await page.goto("/dashboard/people");
  const row = page.getByRole("list", { name: "People" }).getByRole("listitem").filter({ hasText: email });
  await expect(row).toContainText("Signed in");
  await row.getByRole("button", { name: "Make user: Zoë" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Take it away" }).click();
  await expect(row.getByRole("button", { name: "Make admin: Zoë" })).toBeVisible();
  // Her open page leaves by itself, and so does every other she asks for.
  await expect(theirs.getByText("Unauthorized: Admin access required")).toBeVisible();
  await theirs.goto("/dashboard/people");
  await expect(theirs.getByText("Unauthorized: Admin access required")).toBeVisible();

  await theirs.goto(link);
  await expect(theirs.getByText("This invitation was used already.")).toBeVisible();
  await elsewhere.close();

  await row.getByRole("link", { name: /Signed in/ }).click();
  await page.waitForURL("**/dashboard/audit?person=*");
  const lines = page.getByRole("list", { name: "Audit log, newest first" }).getByRole("listitem");
  await expect(lines.first()).toContainText("Role changed");
  await expect(lines.filter({ hasText: "Invitation accepted" })).toHaveCount(1);
});

test("a key is shown once, works, and is refused when it was revoked", async ({
  console: page,
  playwright,
}) => {
  const name = `Key ${crypto.randomUUID()}`;
  await page.goto("/dashboard/settings");
  await page.getByLabel("Name of the key").fill(name);
  await page.getByRole("button", { name: "Make a key" }).click();
  await expect(page.getByText("It is shown this once.")).toBeVisible();
  const code = page.locator("code").filter({ hasText: /^sk_[A-Za-z]{64}$/ });
  const secret = (await code.textContent()) ?? "";
  await page.reload();
  const row = page.getByRole("list", { name: "API keys" }).getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("never used");
  expect(await page.content()).not.toContain(secret);
  const program = await playwright.request.newContext({
    baseURL: process.env.CONSOLE_URL,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await program.get("/api/calls?limit=1")).status()).toBe(200);
  await page.reload();
  await expect(row).toContainText("last used");
  await row.getByRole("button", { name: `Revoke the key ${name}` }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(row).toContainText("revoked");
  expect((await program.get("/api/calls?limit=1")).status()).toBe(401);
  await program.dispose();
});

test("nobody makes up the address that they come from, for the limit of tries or for the audit log", async ({
  playwright,
}) => {
  const address = anAddress();
  const visitor = await playwright.request.newContext({ baseURL: process.env.CONSOLE_URL });
  const email = `nobody-${crypto.randomUUID()}@example.com`;
  const statuses: number[] = [];
  for (let count = 0; count < 12; count += 1) {
    const headers = {
      "x-forwarded-for": address,
      "x-switchboard-client-ip": anAddress(),
      "X-Switchboard-Client-IP": anAddress(),
    };
    const answer = await visitor.post("/api/auth/sign-in/email", {
      headers,
      data: { email, password: "a guess" },
    });
    statuses.push(answer.status());
  }
  expect(statuses.at(-1)).toBe(429);
  const rows = await askConsoleDatabase(
    "select distinct ip_address from audit_log where details->>'email' = $1",
    [email],
  );
  expect(rows).toEqual([{ ip_address: address }]);
  await visitor.dispose();
});

test("an address of the audit log that asks for what there is not says so", async ({ console: page }) => {
  await page.goto("/dashboard/audit?action=call.eaten&from=yesterday&cursor=nonsense");
  await expect(page.getByText("“call.eaten” is not an action that is written down.")).toBeVisible();
  await expect(page.getByText("“yesterday” is not a day")).toBeVisible();
  await expect(page.getByText("This page address is not one of ours")).toBeVisible();
  await page.goto("/dashboard/audit");
  await page.getByLabel("Action").selectOption("person.signed_in");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL("**/dashboard/audit?action=person.signed_in");
  await expect(page.getByRole("listitem").filter({ hasText: "Person signed in" }).first()).toBeVisible();
});
