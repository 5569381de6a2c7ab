import { readWebhookQuery, type WebhookQuery } from "#domain/webhooks";

type Asked = string | string[] | undefined;

/** The filter as it stands in the address. */
export interface AskedDeliveries {
  verdict?: Asked;
  event?: Asked;
  call?: Asked;
  cursor?: Asked;
}

/** Throws a Problem that names what is wrong. */
export function queryFrom(asked: AskedDeliveries): WebhookQuery {
  return readWebhookQuery({
    verdict: listOf(asked.verdict),
    event: firstOf(asked.event),
    call: firstOf(asked.call),
    cursor: firstOf(asked.cursor),
  });
}

/** The address of the same list with something changed; what is null is left out. */
export function deliveriesPath(asked: AskedDeliveries, change: Record<string, string | null>): string {
  const query = new URLSearchParams();
  const kept = {
    verdict: listOf(asked.verdict).join(","),
    event: firstOf(asked.event),
    call: firstOf(asked.call),
  };
  for (const [name, value] of Object.entries({ ...kept, ...change })) if (value) query.set(name, value);
  const text = query.toString();
  return text === "" ? "/dashboard/webhooks" : `/dashboard/webhooks?${text}`;
}

export function listOf(asked: Asked): string[] {
  return [asked ?? []]
    .flat()
    .flatMap((part) => part.split(","))
    .filter(Boolean);
}

export function firstOf(asked: Asked): string | null {
  return [asked ?? []].flat()[0] ?? null;
}
