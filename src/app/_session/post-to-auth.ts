export type AuthOutcome = { ok: true } | { ok: false; code: string; message: string };

const words: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: "That e-mail and password do not belong together.",
  BANNED_USER: "This account is deactivated. Ask an admin to reactivate it.",
  INVALID_PASSWORD: "The current password is not right.",
  PASSWORD_TOO_SHORT: "The new password is too short: use at least 10 characters.",
  PASSWORD_TOO_LONG: "The new password is too long: use at most 128 characters.",
};

/** Asks the sign-in service; what went wrong comes back in words for the person at the form. */
export async function postToAuth(path: string, body: Record<string, unknown>): Promise<AuthOutcome> {
  try {
    const answer = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return { ok: true };
    if (answer.status === 429) {
      return { ok: false, code: "TOO_MANY", message: "Too many tries. Wait a minute, then try again." };
    }
    const said: { code?: string; message?: string } = await answer.json().catch(() => ({}));
    const code = said.code ?? "UNKNOWN";
    return {
      ok: false,
      code,
      message: words[code] ?? said.message ?? `The server answered ${answer.status}.`,
    };
  } catch {
    return {
      ok: false,
      code: "OFFLINE",
      message: "The server could not be reached. Check the connection and try again.",
    };
  }
}
