export { checkReachability, HEALTH_ANSWER } from "./check-reachability.ts";
export {
  type Completeness,
  completenessWords,
  type LifecycleEvent,
  lifecycleEvents,
  type NotCounted,
  percentOf,
  sumOf,
  type Tally,
  type WebhookGap,
} from "./completeness.ts";
export { RefusalCounter, type RefusalReason } from "./count-refusals.ts";
export { describeCompleteness } from "./describe-completeness.ts";
export { type DeliverySummary, describeDeliveries, type TroubleReason } from "./describe-deliveries.ts";
export { getWebhook, getWebhookBody } from "./get-webhook.ts";
export { listTransfers, type TransferEvent, type TransferStep } from "./list-transfers.ts";
export { listEventNames, listWebhooks, readWebhookQuery, type WebhookQuery } from "./list-webhooks.ts";
export { packBodies } from "./pack-bodies.ts";
export { receiveWebhooks } from "./receive-webhooks.ts";
export { type Replay, replayWebhook } from "./replay-webhook.ts";
export { type Trace, type TraceStep, traceCall } from "./trace-call.ts";
export { type WebhookVerdict, webhookVerdicts } from "./verdict.ts";
export { type WebhookAddress, webhookAddresses } from "./webhook-address.ts";
export { readWebhookEvent } from "./webhook-event.ts";
export { NotTaken, WebhookIntake } from "./webhook-intake.ts";
export type { LoggedWebhook, OpenedWebhook } from "./webhook-log.ts";
