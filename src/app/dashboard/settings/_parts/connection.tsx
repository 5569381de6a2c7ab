import type { settings } from "#config";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { phoneWords } from "#ui/phone-number.tsx";

/** What the console is connected to. Keys are not shown, not even in part. */
export function Connection({ retell }: { retell: ReturnType<typeof settings>["retell"] }) {
  return (
    <Panel title="Retell">
      <Facts>
        <Fact name="Connected to">
          {retell.mode === "simulator" ? "Simulated Retell: no real phone rings" : "Retell"}
        </Fact>
        <Fact name="Default agent" copy={retell.defaultAgentId ?? undefined}>
          {retell.defaultAgentId ?? "None (RETELL_AGENT_ID)"}
        </Fact>
        <Fact name="Default number" copy={retell.defaultFromNumber ?? undefined}>
          {retell.defaultFromNumber ? phoneWords(retell.defaultFromNumber) : "None (RETELL_FROM_NUMBER)"}
        </Fact>
      </Facts>
      <p className="pt-1 text-sm text-ink-muted">
        These come from the environment or .env.local, and change with the next start.
      </p>
    </Panel>
  );
}
