import { Fragment } from "react";
import type { Call } from "#domain/calls";
import { Panel } from "#ui/facts.tsx";

const stageNames: Record<string, string> = {
  e2e: "End to end",
  asr: "Hearing",
  llm: "Thinking",
  tts: "Speaking",
  s2s: "Speech to speech",
  knowledge_base: "Knowledge base",
  llm_websocket_network_rtt: "Custom LLM network",
};
const percentiles = ["p50", "p90", "p95", "p99"] as const;

interface Stage {
  name: string;
  figures: Partial<Record<(typeof percentiles)[number], number>>;
}

/** How long the other party waited for an answer, split into the stages of making one, in milliseconds. */
export function LatencyPanel({ latency }: { latency: Call["latency"] }) {
  const stages = stagesOf(latency);
  if (stages.length === 0) return null;
  const given = percentiles.filter((name) => stages.some(({ figures }) => figures[name] !== undefined));
  const most = Math.max(...stages.flatMap(({ figures }) => Object.values(figures)));
  return (
    <Panel title="Latency" aside={<span className="text-xs text-ink-muted">ms</span>}>
      <table className="figures w-full text-sm">
        <thead className="text-xs text-ink-muted">
          <tr>
            <th scope="col" className="py-1 text-left font-normal">
              Stage
            </th>
            {given.map((name) => (
              <th key={name} scope="col" className="w-11 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="border-t border-line">
          {stages.map(({ name, figures }) => (
            <Fragment key={name}>
              <tr>
                <th scope="row" className="pt-2 pr-2 text-left font-normal text-ink-muted wrap-anywhere">
                  {name}
                </th>
                {given.map((percentile) => (
                  <td key={percentile} className="pt-2 text-right align-top">
                    {figures[percentile] === undefined ? "–" : Math.round(figures[percentile])}
                  </td>
                ))}
              </tr>
              <tr>
                <td colSpan={given.length + 1} className="pt-1 pb-1.5">
                  <Spread figures={figures} most={most} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** The median in full, the rarer and slower answers fading out behind it. */
function Spread({ figures, most }: { figures: Stage["figures"]; most: number }) {
  const shades = { p50: "bg-accent", p90: "bg-accent/50", p95: "bg-accent/35", p99: "bg-accent/20" };
  return (
    <div aria-hidden="true" className="relative h-1.5 overflow-hidden rounded-full bg-line">
      {percentiles.toReversed().map((name) => {
        const value = figures[name];
        if (value === undefined || most <= 0) return null;
        return (
          <div
            key={name}
            className={`absolute inset-y-0 left-0 rounded-full ${shades[name]}`}
            style={{ width: `${(value / most) * 100}%` }}
          />
        );
      })}
    </div>
  );
}

/** Those that we know in the order of an answer, then whatever else Retell names. */
function stagesOf(latency: Call["latency"]): Stage[] {
  const known = Object.keys(stageNames).filter((stage) => stage in latency);
  const unknown = Object.keys(latency).filter((stage) => !known.includes(stage));
  return [...known, ...unknown]
    .map((stage) => ({ name: stageNames[stage] ?? stage, figures: figuresOf(latency[stage] ?? {}) }))
    .filter(({ figures }) => Object.keys(figures).length > 0);
}

function figuresOf(given: Record<string, unknown>): Stage["figures"] {
  return Object.fromEntries(
    percentiles.flatMap((name) => {
      const value = given[name];
      return typeof value === "number" && Number.isFinite(value) ? [[name, value]] : [];
    }),
  );
}
