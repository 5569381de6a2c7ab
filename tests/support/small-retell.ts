import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { type Gateway, openGateway } from "./gateway.ts";

/** How much faster than real time its calls run. What it counts in a second, a test counts for itself. */
const SPEED = 8;

export interface SmallRetell {
  simulator: Simulator;
  gateway: Gateway;
  /** Has somebody else place calls that last; gives their ids. */
  placeElsewhere(count: number): Promise<string[]>;
  /** Has somebody else end a call. */
  end(retellCallId: string): Promise<void>;
}

/**
 * A Retell with few lines, behind a gateway, as the Retell of this test file. Call it from `vi.hoisted`, so
 * that it stands before settings are read. `callsPerSecond` is what the console is told.
 */
export async function openSmallRetell(limits: {
  lines: number;
  callsPerSecond: number;
}): Promise<SmallRetell> {
  const simulator = await startSimulator({
    port: 0,
    speed: SPEED,
    history: 0,
    apiKeys: ["key_simulated"],
    concurrencyLimit: limits.lines,
    callsPerSecond: 1000,
  });
  process.env.RETELL_BASE_URL = simulator.url;
  process.env.RETELL_CALLS_PER_SECOND = String(limits.callsPerSecond);
  const gateway = await openGateway();
  const ask = async (path: string, body: unknown) => {
    const answer = await fetch(`${simulator.url}${path}`, {
      method: "POST",
      headers: { authorization: "Bearer key_simulated", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  };
  return {
    simulator,
    gateway,
    async placeElsewhere(count) {
      const order = { from_number: "+14157774444", to_number: "+12137770008" };
      const placed = Array.from({ length: count }, () => ask("/v2/create-phone-call", order));
      const calls = await Promise.all(placed.map(async (answer) => (await answer).json()));
      return calls.map((call: { call_id: string }) => call.call_id);
    },
    async end(retellCallId) {
      await (await ask(`/v2/stop-call/${retellCallId}`, {})).text();
    },
  };
}
