export { RefusalCounter, type RefusalReason } from "./count-refusals.ts";
export { receiveWebhooks } from "./receive-webhooks.ts";
export { readWebhookEvent, type WebhookEvent } from "./webhook-event.ts";
export { WebhookIntake } from "./webhook-intake.ts";
