import type { AdminActor } from "#domain/people";
import { handleAuthRequest } from "#identity";
import { auth } from "../../src/identity/auth.ts";
import { world } from "./world.ts";

const PASSWORD = "correct horse battery staple";

export interface TestPerson {
  id: string;
  email: string;
  password: string;
  actor: AdminActor;
  /** The Cookie header of a browser where the person is signed in. */
  cookie: string;
}

/** Makes a person of the role and signs them in. */
export async function signedIn(role: "admin" | "user"): Promise<TestPerson> {
  const email = `${role}-${crypto.randomUUID()}@example.com`;
  const { user } = await auth().api.createUser({
    body: { email, password: PASSWORD, name: `A ${role}`, role },
  });
  const answer = await handleAuthRequest(
    new Request(`${world.appUrl}/api/auth/sign-in/email`, {
      method: "POST",
      // Each from an address of their own, so that tests do not use up each other's tries.
      headers: {
        "content-type": "application/json",
        origin: world.appUrl,
        "x-switchboard-client-ip": randomAddress(),
      },
      body: JSON.stringify({ email, password: PASSWORD }),
    }),
  );
  if (!answer.ok) throw new Error(`Sign-in failed: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return {
    id: user.id,
    email,
    password: PASSWORD,
    actor: { kind: "person", id: user.id, ipAddress: null },
    cookie,
  };
}

function randomAddress(): string {
  const byte = () => Math.floor(Math.random() * 256);
  return `10.${byte()}.${byte()}.${byte()}`;
}
