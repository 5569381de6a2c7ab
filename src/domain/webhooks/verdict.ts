/** What became of a delivery whose signature was good. */
export const webhookVerdicts = ["applied", "stored", "malformed", "failed"] as const;
export type WebhookVerdict = (typeof webhookVerdicts)[number];
