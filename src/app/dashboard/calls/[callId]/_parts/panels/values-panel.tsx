import { CopyButton } from "#ui/copy-button.tsx";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { Summary } from "#ui/summary.tsx";
import { AnyValue } from "./any-value.tsx";
import { jsonText, valueWords } from "./json-text.ts";

/** Names and values as they came, each to be copied alone or all as JSON. Without values and words, nothing. */
export function ValuesPanel(props: { title: string; values: Record<string, unknown>; absent?: string }) {
  const entries = Object.entries(props.values);
  if (entries.length === 0 && !props.absent) return null;
  const all = JSON.stringify(props.values, null, 2);
  return (
    <Panel
      title={props.title}
      aside={entries.length > 0 && <CopyButton text={all} label={`Copy all of ${props.title} as JSON`} />}
    >
      {entries.length === 0 && <p className="text-sm text-ink-muted">{props.absent}</p>}
      <Facts>
        {entries.map(([name, value]) => (
          <Fact key={name} name={name} copy={valueWords(value)}>
            <AnyValue value={value} />
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}

/** What Retell sent that has no place on this page yet. */
export function OtherFieldsPanel({ fields }: { fields: Record<string, unknown> }) {
  const text = jsonText(fields);
  if (text === null) return null;
  return (
    <Panel
      title="Other fields from Retell"
      aside={<CopyButton text={text} label="Copy the other fields as JSON" />}
    >
      <details className="text-sm">
        <Summary>Show {Object.keys(fields).length} of them</Summary>
        <pre
          dir="auto"
          className="mt-2 overflow-x-auto rounded-md bg-sunken p-2.5 font-sans text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {text}
        </pre>
      </details>
    </Panel>
  );
}
