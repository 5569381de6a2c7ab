/** The address at which the browser found us, as it or the tunnel in front says; null when nothing is said. */
export function browserOrigin(headers: Headers): string | null {
  const forwarded = firstOf(headers.get("x-forwarded-host"));
  const host = forwarded ?? headers.get("host");
  if (!host) return null;
  const protocol = firstOf(headers.get("x-forwarded-proto")) === "https" ? "https" : "http";
  const origin = `${protocol}://${host}`;
  return URL.canParse(origin) ? origin : null;
}

function firstOf(header: string | null): string | null {
  return header?.split(",")[0]?.trim() || null;
}
