export { RefusalCounter } from "./count-refusals.ts";
export { receiveWebhooks } from "./receive-webhooks.ts";
export { readWebhookEvent } from "./webhook-event.ts";
export { WebhookIntake } from "./webhook-intake.ts";
