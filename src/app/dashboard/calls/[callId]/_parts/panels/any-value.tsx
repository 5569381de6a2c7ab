import { Summary } from "#ui/summary.tsx";
import { jsonText, valueWords } from "./json-text.ts";

/** Taller than this it is folded away. */
const LINES_MAX = 12;

/** A value of any make: plain ones as words, a list of plain ones as a list, anything else as laid-out JSON. */
export function AnyValue({ value }: { value: unknown }) {
  if (value === "") return <span className="text-ink-faint">empty</span>;
  if (!isStructure(value)) return valueWords(value);
  if (Array.isArray(value) && value.length > 0 && !value.some(isStructure)) {
    return (
      <ul className="flex list-inside list-disc flex-col">
        {value.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may say the same twice.
          <li key={place} dir="auto">
            {valueWords(one)}
          </li>
        ))}
      </ul>
    );
  }
  const text = jsonText(value);
  if (text === null) return <span className="text-ink-faint">empty</span>;
  const json = <pre className="font-mono text-xs whitespace-pre-wrap wrap-anywhere">{text}</pre>;
  const lines = text.split("\n").length;
  if (lines <= LINES_MAX) return json;
  return (
    <details>
      <Summary>Show {lines} lines</Summary>
      {json}
    </details>
  );
}

function isStructure(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
