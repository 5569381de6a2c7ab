import { Frown, type LucideIcon, Meh, Smile, ThumbsDown, ThumbsUp, Voicemail } from "lucide-react";
import type { Call } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";
import { classNames } from "#ui/class-names.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { AnyValue } from "./any-value.tsx";
import { jsonText, valueWords } from "./json-text.ts";

type Analysis = NonNullable<Call["analysis"]>;

export function AnalysisPanel({ call }: { call: Call }) {
  const { analysis } = call;
  if (!analysis) {
    return (
      <Panel title="Analysis">
        <p className="text-sm text-ink-muted">{absentWords(call)}</p>
      </Panel>
    );
  }
  const custom = Object.entries(analysis.custom);
  return (
    <Panel
      title="Analysis"
      aside={<CopyButton text={JSON.stringify(analysis, null, 2)} label="Copy the analysis as JSON" />}
    >
      {analysis.summary && (
        <p dir="auto" className="pb-1 leading-relaxed whitespace-pre-wrap text-pretty">
          {analysis.summary}
        </p>
      )}
      <Facts>
        <Verdicts analysis={analysis} />
        {custom.map(([name, value]) => (
          <Fact key={name} name={name} copy={jsonText(value) ?? valueWords(value)}>
            <AnyValue value={value} />
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}

const faces: Record<string, LucideIcon> = { Positive: Smile, Neutral: Meh, Negative: Frown };

function Verdicts({ analysis: { successful, sentiment, inVoicemail } }: { analysis: Analysis }) {
  return (
    <>
      {successful !== null && (
        <Fact name="Successful">
          <Verdict
            Icon={successful ? ThumbsUp : ThumbsDown}
            ink={successful ? "text-completed" : "text-failed"}
          >
            {valueWords(successful)}
          </Verdict>
        </Fact>
      )}
      {sentiment && (
        <Fact name="Sentiment">
          <Verdict Icon={faces[sentiment]}>{sentiment}</Verdict>
        </Fact>
      )}
      {inVoicemail !== null && (
        <Fact name="Voicemail">
          <Verdict Icon={inVoicemail ? Voicemail : undefined}>{valueWords(inVoicemail)}</Verdict>
        </Fact>
      )}
    </>
  );
}

function Verdict(props: { Icon: LucideIcon | undefined; ink?: string; children: string }) {
  return (
    <span className={classNames("inline-flex items-center gap-1.5", props.ink)}>
      {props.Icon && <props.Icon aria-hidden="true" className="size-3.5" />}
      {props.children}
    </span>
  );
}

function absentWords(call: Call): string {
  if (!isOver(call.status)) return "Comes after the call has ended.";
  return call.startedAt ? "Retell has sent none yet." : "Retell analyses only calls that connected.";
}
