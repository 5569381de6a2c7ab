import { BlockList, isIP } from "node:net";
import { settings } from "#config";

const WEBHOOK_PATH = "/api/webhooks/retell";

/** Addresses that nobody on the internet can reach: RFC 1918, 4193, 6598 and their like. */
const unreachable = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  unreachable.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  unreachable.addSubnet(network, prefix, "ipv6");

const privateName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|invalid|test)\.?$/i;

/** An address at which deliveries would reach this console, if Retell can reach the address. */
export interface WebhookAddress {
  url: string;
  source: "APP_URL" | "browser";
  /** Why Retell, on the internet, cannot reach it; null when by its looks it can. */
  obstacle: string | null;
}

/**
 * Where Retell could deliver to: the configured address, and the one the browser used when that is
 * another and public, as behind a tunnel. The best one comes first.
 */
export function webhookAddresses(browserOrigin: string | null): WebhookAddress[] {
  const configured = addressAt(settings().appUrl, "APP_URL");
  if (browserOrigin === null || !URL.canParse(browserOrigin)) return [configured];
  const used = addressAt(new URL(browserOrigin).origin, "browser");
  if (used.obstacle !== null || used.url === configured.url) return [configured];
  return configured.obstacle === null ? [configured, used] : [used, configured];
}

function addressAt(origin: string, source: WebhookAddress["source"]): WebhookAddress {
  const url = `${origin}${WEBHOOK_PATH}`;
  return { url, source, obstacle: obstacleTo(new URL(url)) };
}

/** Why nobody on the internet can reach the address, as far as its host tells. */
export function obstacleTo({ hostname }: URL): string | null {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) {
    return isPrivateAddress(host)
      ? `${host} is an address of this machine or of a private network: the internet cannot reach it.`
      : null;
  }
  if (privateName.test(host) || !host.includes("."))
    return `${host} is a name that only this machine or a private network knows: the internet cannot reach it.`;
  return null;
}

export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return unreachable.check(mapped, "ipv4");
  return unreachable.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
