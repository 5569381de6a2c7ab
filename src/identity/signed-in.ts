import { auth } from "./auth.ts";

/** Who sent a request, as their session says. */
export interface SignedIn {
  id: string;
  name: string;
  email: string;
  role: "admin" | "user";
  sessionId: string;
  ipAddress: string | null;
}

/** The header in which the front door hands on the caller's address. */
export const CLIENT_IP_HEADER = "x-switchboard-client-ip";

/** The person whose valid session the request carries; null for nobody, an ended session, or a banned person. */
export async function findSignedIn(headers: Headers): Promise<SignedIn | null> {
  const found = await auth().api.getSession({ headers, query: { disableCookieCache: true } });
  if (!found || found.user.banned) return null;
  return {
    id: found.user.id,
    name: found.user.name,
    email: found.user.email,
    role: found.user.role === "admin" ? "admin" : "user",
    sessionId: found.session.id,
    ipAddress: headers.get(CLIENT_IP_HEADER),
  };
}

/** Paths below /api/auth that the console uses; whatever else the library offers is not open. */
const openPaths = new Set(["/sign-in/email", "/sign-out", "/get-session", "/change-password"]);

/** Answers a request below /api/auth. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (!openPaths.has(path))
    return Response.json({ code: "NOT_FOUND", message: "There is no such address." }, { status: 404 });
  return auth().handler(request);
}
