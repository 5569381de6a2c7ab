import { asActor } from "#database";
import { type AuditAction, type Deed, recordAudit } from "#domain/audit";
import { CLIENT_IP_HEADER, findSignedIn, handleAuthRequest } from "#identity";

/** Who signs in is known only afterwards, so the system writes the line and names the person as its subject. */
const SIGN_IN = { kind: "system", job: "sign_in" } as const;
const EMAIL_KEPT_LENGTH = 254;
const REFUSALS = [401, 403];

/** Answers a request below /api/auth, and writes down signing in and out, failing to, and changed passwords. */
export async function answerAuth(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (request.method !== "POST") return handleAuthRequest(request);
  const ipAddress = request.headers.get(CLIENT_IP_HEADER);
  if (path === "/sign-in/email") {
    const email = await emailIn(request.clone());
    const answer = await handleAuthRequest(request);
    if (answer.ok) await write("person.signed_in", email, { ipAddress });
    else if (REFUSALS.includes(answer.status)) await write("sign_in.failed", email, { ipAddress });
    return answer;
  }
  const action = path === "/sign-out" ? "person.signed_out" : "password.changed";
  if (action === "password.changed" && path !== "/change-password") return handleAuthRequest(request);
  // Afterwards the session is gone.
  const person = await findSignedIn(request.headers);
  const answer = await handleAuthRequest(request);
  if (answer.ok && person) await write(action, person.email, { subjectId: person.id, ipAddress });
  return answer;
}

async function write(action: AuditAction, email: string, deed: Deed): Promise<void> {
  await asActor(SIGN_IN, async (db) => {
    const known = await db.selectFrom("users").select("id").where("email", "=", email).executeTakeFirst();
    await recordAudit(db, SIGN_IN, action, { subjectId: known?.id ?? null, details: { email }, ...deed });
  });
}

/** As far as it can be kept: whoever fails to sign in may have sent anything. */
async function emailIn(request: Request): Promise<string> {
  const body: unknown = await request.json().catch(() => null);
  const email = typeof body === "object" && body !== null && "email" in body ? body.email : null;
  if (typeof email !== "string") return "";
  return email.toWellFormed().replaceAll("\0", "").toLowerCase().slice(0, EMAIL_KEPT_LENGTH).toWellFormed();
}
