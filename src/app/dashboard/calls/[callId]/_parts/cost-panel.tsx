import type { Call } from "#domain/calls";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { dollars } from "#ui/money.ts";

export function CostPanel({ call }: { call: Call }) {
  if (call.costs.length === 0) return null;
  return (
    <Panel title="Cost" aside={<span className="text-sm font-semibold">{dollars(call.costCents ?? 0)}</span>}>
      <Facts>
        {call.costs.map(({ product, costCents }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a product may be listed twice, once per leg of a transfer.
          <Fact key={index} name={product}>
            {dollars(costCents)}
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}

const stageNames: Record<string, string> = {
  e2e: "End to end",
  asr: "Hearing",
  llm: "Thinking",
  tts: "Speaking",
  s2s: "Speech to speech",
  knowledge_base: "Knowledge base",
  llm_websocket_network_rtt: "Custom LLM network",
};

export function LatencyPanel({ latency }: { latency: Call["latency"] }) {
  const known = Object.keys(stageNames).filter((stage) => stage in latency);
  const unknown = Object.keys(latency).filter((stage) => !known.includes(stage));
  const stages = [...known, ...unknown]
    .map((stage) => ({ stage, p50: latency[stage]?.p50, p95: latency[stage]?.p95 }))
    .filter(({ p50 }) => typeof p50 === "number");
  if (stages.length === 0) return null;
  return (
    <Panel title="Latency">
      <table className="figures w-full text-sm">
        <thead className="text-left text-xs text-ink-muted">
          <tr>
            <th scope="col" className="py-1 font-normal">
              Stage
            </th>
            <th scope="col" className="text-right font-normal">
              Median
            </th>
            <th scope="col" className="text-right font-normal">
              95th percentile
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {stages.map(({ stage, p50, p95 }) => (
            <tr key={stage} className="h-9">
              <th scope="row" className="text-left font-normal text-ink-muted">
                {stageNames[stage] ?? stage}
              </th>
              <td className="text-right">{milliseconds(p50)}</td>
              <td className="text-right">{milliseconds(p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function milliseconds(value: unknown): string {
  return typeof value === "number" ? `${Math.round(value)} ms` : "–";
}
