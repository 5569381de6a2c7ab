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
    await page
      .getByRole("button", { name: /sign out/ })
      .filter({ visible: true })
      .click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in**");
    await page.goto("/dashboard/calls");
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
