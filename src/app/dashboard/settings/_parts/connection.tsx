import { type ReactNode, Suspense } from "react";
import { settings } from "#config";
import { describeLines, rateWords } from "#domain/calls";
import type { AdminActor } from "#domain/people";
import { getKeyInfo, maskedKey, RetellFailure } from "#retell";
import { phoneWords } from "#telephone";
import { Breakable } from "#ui/breakable.tsx";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { CheckButton } from "../../_parts/check-button.tsx";

/**
 * What is configured, what is default and what is missing, each to be tested. It reads the settings
 * itself: what a component is handed, React's development build tells the browser, and the key stands
 * among them.
 */
export function Connection({ actor }: { actor: AdminActor }) {
  const { appUrl, retell } = settings();
  const { mode, defaultAgentId, defaultFromNumber, callsPerSecond } = retell;
  return (
    <Panel title="Configuration">
      <Facts>
        <Fact name="Connected to">
          {mode === "simulator" ? "Simulated Retell: no real phone rings" : "Retell"}
        </Fact>
        <Tested name="API key (RETELL_API_KEY)" check="retell_key" about="the API key">
          <KeyWords />
        </Tested>
        <Tested name="Default number (RETELL_FROM_NUMBER)" check="from_number" about="the default number">
          {defaultFromNumber ? phoneWords(defaultFromNumber) : "Not set: chosen for each call"}
        </Tested>
        <Tested name="Default agent (RETELL_AGENT_ID)" check="agent" about="the default agent">
          {defaultAgentId ?? "Not set: chosen for each call"}
        </Tested>
        <Tested name="Lines" check="lines" about="the lines">
          <Suspense fallback="Asking Retell…">
            <LineWords actor={actor} />
          </Suspense>
          {`. At most ${rateWords(callsPerSecond)} started (RETELL_CALLS_PER_SECOND)`}
        </Tested>
        <Tested name="Webhook address (APP_URL)" check="webhook" about="the webhook address">
          <Breakable text={`${appUrl}/api/webhooks/retell`} />
        </Tested>
        <Tested name="Database" check="database" about="the database">
          Connected
        </Tested>
      </Facts>
      <p className="pt-1 text-sm text-ink-muted">
        These come from the environment or .env.local, and change with the next start. In the terminal,{" "}
        <code>pnpm doctor</code> tests all of them.
      </p>
    </Panel>
  );
}

function Tested(props: { name: string; check: string; about: string; children: ReactNode }) {
  return (
    <Fact name={props.name} hasButton>
      <span className="-my-1.5 flex flex-wrap justify-between gap-x-3 whitespace-normal any-pointer-coarse:-my-3">
        <span className="min-w-0 flex-1 py-1.5 any-pointer-coarse:py-3">{props.children}</span>
        <CheckButton check={props.check} about={props.about} />
      </span>
    </Fact>
  );
}

function KeyWords() {
  const key = maskedKey();
  if (key === null) {
    return (
      <>
        RETELL_API_KEY is not defined. <HelpLink section="retell_api_key-is-not-defined" />
      </>
    );
  }
  return (
    <>
      {key}
      <Suspense>
        <Organisation />
      </Suspense>
    </>
  );
}

/** How many lines are in use, as Retell says. */
async function LineWords({ actor }: { actor: AdminActor }) {
  const { lines, failure, waiting } = await describeLines(actor);
  const queue = waiting === 0 ? "" : `, ${waiting} ${waiting === 1 ? "call" : "calls"} waiting`;
  if (lines === null) return `${failure ?? "Retell does not say how many are in use."}${queue}`;
  const kept = lines.reservedInbound > 0 ? `, ${lines.reservedInbound} kept for inbound calls` : "";
  return `${lines.inUse} of ${lines.limit} in use${kept}${queue}`;
}

/** Whose key it is, as Retell says; the page does not wait for the answer. */
async function Organisation() {
  try {
    return `, of ${(await getKeyInfo()).organisation}`;
  } catch (error) {
    if (error instanceof RetellFailure) return `. ${error.message}`;
    throw error;
  }
}
