import type { CallRecord } from "../calls/call-record.ts";
import { JOIN_MS } from "../calls/engine.ts";
import type { CallDesk } from "./call-desk.ts";
import { type Answer, json, type Route, route } from "./exchange.ts";

/** Where a browser would learn how it can be reached; nobody answers there. */
export const ICE_SERVERS = [{ urls: ["stun:stun.lakeside-health.example:3478"] }];

/** Calls that wait for the other side: of browsers that join, and of telephony that dials in. */
export function openingRoutes({ counter, views, settings }: CallDesk): Route[] {
  function createWebCall(body: unknown): Answer {
    const record = counter.placeWebCall(body);
    return json(201, connection(record, settings.speed));
  }

  return [
    route("POST", "/v3/create-web-call", ({ body }) => createWebCall(body)),
    route("POST", "/v2/create-web-call", ({ body }) => json(201, views.stored(counter.placeWebCall(body)))),
    route("POST", "/v2/register-phone-call", ({ body }) =>
      json(201, views.stored(counter.registerPhoneCall(body))),
    ),
  ];
}

function connection({ callId, accessToken, createdAt }: CallRecord, speed: number) {
  return {
    call_id: callId,
    access_token: accessToken,
    expires_at: Math.ceil(createdAt + JOIN_MS / speed),
    ice_servers: ICE_SERVERS,
    transport: "gateway",
  };
}
