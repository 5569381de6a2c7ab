import type { Call } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { valueWords } from "./json-text.ts";

export function AnalysisPanel({ call }: { call: Call }) {
  const { analysis } = call;
  if (!analysis) {
    return (
      <Panel title="Analysis">
        <p className="text-sm text-ink-muted">{absentWords(call)}</p>
      </Panel>
    );
  }
  return (
    <Panel title="Analysis">
      {analysis.summary && (
        <p dir="auto" className="pb-1 leading-relaxed text-pretty whitespace-pre-wrap">
          {analysis.summary}
        </p>
      )}
      <Facts>
        {analysis.successful !== null && (
          <Fact name="Successful">
            <span className={analysis.successful ? "text-completed" : "text-failed"}>
              {valueWords(analysis.successful)}
            </span>
          </Fact>
        )}
        {analysis.sentiment && <Fact name="Sentiment">{analysis.sentiment}</Fact>}
        {analysis.inVoicemail !== null && <Fact name="Voicemail">{valueWords(analysis.inVoicemail)}</Fact>}
        {Object.entries(analysis.custom).map(([name, value]) => (
          <Fact key={name} name={name}>
            {valueWords(value)}
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}

function absentWords(call: Call): string {
  if (!isOver(call.status)) return "Comes after the call has ended.";
  return call.startedAt ? "Retell has sent none yet." : "Retell analyses only calls that connected.";
}
