import { expect, type Page } from "@playwright/test";

/** Sends a call, so that the webhooks' list, which is then open, has deliveries about its end. */
export async function openDeliveries(page: Page): Promise<void> {
  const { agents } = await (await page.request.get("/api/workspace")).json();
  const answer = await page.request.post("/api/calls", {
    data: {
      phoneNumber: "+14155550002",
      agentId: agents[0].agentId,
      fromNumber: "+14157774444",
      variables: {},
    },
  });
  expect(answer.ok()).toBe(true);
  await page.goto("/dashboard/webhooks");
  await expect(page.getByRole("link", { name: "call_ended" }).first()).toBeVisible();
}
