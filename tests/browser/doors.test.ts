import { expect, expectAccessible, signIn, test } from "../support/browser.ts";

test("nobody sees the console without signing in, and comes back to where they wanted to go", async ({
  page,
}) => {
  await page.goto("/dashboard/settings");
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/settings");
  await expectAccessible(page);
});

test.describe("whoever signs out", () => {
  // A page that reads its calls again in the very moment of leaving is refused, and the browser says so.
  test.use({ expectedComplaints: [/status of 401/] });

  test("signing out ends the session", async ({ page }) => {
    await signIn(page);
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.waitForURL("**/sign-in**");
    await page.goto("/dashboard/calls");
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

for (const scheme of ["light", "dark"] as const) {
  test(`the console is accessible in its ${scheme} colours, on a desk and on a phone`, async ({
    console: page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      for (const path of [
        "/dashboard/calls",
        "/dashboard/calls/send",
        "/dashboard/people",
        "/dashboard/audit",
        "/dashboard/webhooks",
        "/dashboard/webhooks/setup",
        "/dashboard/settings",
      ]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} does not scroll sideways at ${viewport.width} px`).toBeLessThanOrEqual(0);
      }
    }
  });
}
