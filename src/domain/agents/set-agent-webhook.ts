import { type Actor, asActor, takeSystemRole } from "#database";
import { recordAudit } from "#domain/audit";
import { Problem } from "#domain/problems";
import { getAgent, type RetellAgent, RetellFailure, updateAgentWebhook } from "#retell";
import { readAgentId, readWebhookSetting, type WebhookSetting } from "./read-webhook-setting.ts";

type AgentWebhook = Pick<RetellAgent, "webhookUrl" | "webhookEvents">;

/**
 * Sets where an agent's events go, at Retell. The intention is written to the audit log before Retell is
 * told, and its outcome after, so that no change at Retell goes unrecorded. Throws a Problem when the
 * input is wrong, the setting is no longer the one that was shown, or Retell does not do it.
 */
export async function setAgentWebhook(actor: Actor, agentId: string, input: unknown): Promise<AgentWebhook> {
  const setting = readWebhookSetting(input);
  const before = await getAgent(readAgentId(agentId)).catch((error: unknown) => {
    throw problemOf(error, "Nothing was changed.");
  });
  refuseIfChanged(before, setting);
  const details = {
    agentId: before.agentId,
    agentName: before.agentName,
    before: { url: before.webhookUrl, events: before.webhookEvents },
    after: { url: setting.url, events: setting.events },
  };
  await asActor(actor, (db) => recordAudit(db, actor, "agent.webhook_setting", { details }));
  try {
    const after = await updateAgentWebhook(before.agentId, setting);
    await asActor(actor, async (db) => {
      await recordAudit(db, actor, "agent.webhook_set", { details });
      await takeSystemRole(db);
      await db
        .updateTable("retell_agents")
        .set({
          webhook_url: after.webhookUrl,
          webhook_events: after.webhookEvents,
          webhook_since: new Date(),
        })
        .where("agent_id", "=", before.agentId)
        .execute();
    });
    return after;
  } catch (error) {
    if (!(error instanceof RetellFailure)) throw error;
    await asActor(actor, (db) =>
      recordAudit(db, actor, "agent.webhook_not_set", {
        details: { ...details, reason: error.message, certain: error.kind !== "unknown" },
      }),
    );
    throw problemOf(
      error,
      error.kind === "unknown"
        ? "It is not known whether the agent was changed: reload this page to see, then set it again."
        : "The agent was not changed.",
    );
  }
}

function refuseIfChanged(agent: RetellAgent, { replaces }: WebhookSetting): void {
  const isSame =
    agent.webhookUrl === replaces.url &&
    JSON.stringify(agent.webhookEvents?.toSorted()) === JSON.stringify(replaces.events?.toSorted());
  if (isSame) return;
  throw new Problem(
    "conflict",
    `Somebody changed this agent's webhook meanwhile: it is now ${agent.webhookUrl ?? "not set"}. Nothing was changed; reload the page and look again.`,
  );
}

function problemOf(error: unknown, consequence: string): unknown {
  if (!(error instanceof RetellFailure)) return error;
  if (error.kind === "absent")
    return new Problem("not_found", `Retell knows no such agent. ${consequence} Reload the page.`);
  const code =
    error.kind === "refused" || error.kind === "unauthorised" ? "retell_refused" : "retell_unreachable";
  return new Problem(code, `${error.message} ${consequence}`);
}
