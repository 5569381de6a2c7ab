import type { APIRequestContext, APIResponse } from "@playwright/test";
import type { Call } from "#domain/calls";
import { eventually } from "../support/eventually.ts";
import { longCall } from "./long-call.ts";

const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
/** An agent of the simulated workspace whose phones ring for as long as the pictures take. */
const PATIENT = "agent_7d1f0c52b8e94a36a1c07f2e55";
const RING_MS = 300_000;
const OURS = "+14157774444";
/** A call of half a minute and what Retell makes of it, on a machine that is busy. */
const CALL_TIMEOUT_MS = 120_000;

/** What the pictures show, by the ids of its calls. */
export interface Seeded {
  finished: string;
  unanswered: string;
  ringing: string;
  talking: string;
  /** A long one with right-to-left words and values that no line has room for. */
  long: string;
  /** One of several saved views. */
  view: string;
  /** The path of an open invitation. */
  invitation: string;
}

/** The same people, calls and names every time, through the doors that everybody uses. */
export async function seed(admin: APIRequestContext): Promise<Seeded> {
  const call = async (phoneNumber: string, variables: Record<string, string>, agentId = REMINDER) =>
    (
      await answerOf<{ call: { id: string } }>(
        admin.post("/api/calls", { data: { phoneNumber, agentId, fromNumber: OURS, variables } }),
      )
    ).call.id;

  const finished = await call("+12137774445", {
    customer_name: "John Doe",
    appointment_time: "2:00 PM",
    clinic_name: "Veterinary Clinic",
  });
  const unanswered = await call("+12135550001", { customer_name: "Jane Roe", appointment_time: "9:30 AM" });
  const once = (id: string, isSo: (call: Call) => boolean) =>
    eventually(
      async () => (await answerOf<{ call: Call }>(admin.get(`/api/calls/${id}`))).call,
      isSo,
      CALL_TIMEOUT_MS,
    );
  await once(finished, ({ status, analysis }) => status === "completed" && analysis !== null);
  await once(unanswered, ({ status }) => status === "failed");

  await people(admin);
  const view = await views(admin);
  const long = await longCall(admin);
  await answerOf(admin.post("/api/keys", { data: { name: "Nightly reminders", expiresInDays: 90 } }));
  const { invitation } = await answerOf<{ invitation: { link: string } }>(
    admin.post("/api/invitations", { data: { email: "amir@example.com", role: "admin" } }),
  );

  await answerOf(
    admin.patch(`${process.env.SIMULATOR_URL}/update-agent/${PATIENT}`, {
      headers: { authorization: "Bearer key_simulated" },
      data: { ring_duration_ms: RING_MS },
    }),
  );
  const ringing = await call("+12135550001", { customer_name: "Maria Gómez" }, PATIENT);
  const talking = await call("+12135550008", { customer_name: "Wei Chen", clinic_name: "Lakeside Health" });
  await once(talking, ({ status }) => status === "in_progress");
  await once(ringing, ({ status }) => status === "ringing");
  return {
    finished,
    unanswered,
    ringing,
    talking,
    long,
    view,
    invitation: new URL(invitation.link).pathname,
  };
}

async function people(admin: APIRequestContext): Promise<void> {
  for (const [name, email] of [
    ["Zoë Lindqvist", "zoe@example.com"],
    ["A person whose name is so long that no list has room for all of it", "long@example.com"],
  ]) {
    const { invitation } = await answerOf<{ invitation: { link: string } }>(
      admin.post("/api/invitations", { data: { email, role: "admin" } }),
    );
    const token = new URL(invitation.link).pathname.split("/").at(-1);
    const password = "a password for the pictures";
    await answerOf(admin.post("/api/invitations/accept", { data: { token, name, password } }));
  }
}

/** The first of them is given back. */
async function views(admin: APIRequestContext): Promise<string> {
  const ids: string[] = [];
  for (const view of [
    { name: "Nobody answered", query: "status:failed,cancelled" },
    { name: "Long conversations", query: "duration:>2m", sort: "-duration", isShared: true },
    {
      name: "Everything that the clinic by the lake was ever told about",
      query: 'var.clinic_name:"Lakeside Health"',
    },
  ])
    ids.push((await answerOf<{ view: { id: string } }>(admin.post("/api/views", { data: view }))).view.id);
  return ids[0] ?? "";
}

async function answerOf<Answer = unknown>(asking: Promise<APIResponse>): Promise<Answer> {
  const answer = await asking;
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}
