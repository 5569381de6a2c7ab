import { settings } from "#config";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { phoneWords } from "#ui/phone-number.ts";

/**
 * What the console is connected to. It reads the settings itself: what a component is handed, React's
 * development build tells the browser, and the key stands among them.
 */
export function Connection() {
  const { mode, defaultAgentId, defaultFromNumber } = settings().retell;
  return (
    <Panel title="Retell">
      <Facts>
        <Fact name="Connected to">
          {mode === "simulator" ? "Simulated Retell: no real phone rings" : "Retell"}
        </Fact>
        <Fact name="Default agent" copy={defaultAgentId ?? undefined}>
          {defaultAgentId ?? "None (RETELL_AGENT_ID)"}
        </Fact>
        <Fact name="Default number" copy={defaultFromNumber ?? undefined}>
          {defaultFromNumber ? phoneWords(defaultFromNumber) : "None (RETELL_FROM_NUMBER)"}
        </Fact>
      </Facts>
      <p className="pt-1 text-sm text-ink-muted">
        These come from the environment or .env.local, and change with the next start.
      </p>
    </Panel>
  );
}
