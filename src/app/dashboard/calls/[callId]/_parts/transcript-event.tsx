import {
  ArrowRightLeft,
  CircleDot,
  CornerDownRight,
  Grid3x3,
  type LucideIcon,
  MessageSquare,
  Syringe,
  Wrench,
} from "lucide-react";
import { jsonText } from "./json-text.ts";
import type { TranscriptEntry } from "./transcript-entry.ts";

interface EventWords {
  Icon: LucideIcon;
  title: string;
  /** What is worth opening: arguments, a result, or all we were told. */
  body: string | null;
  failed?: boolean;
}

/** Something that happened between the words: a tool was called, a key pressed, a node entered. */
export function TranscriptEvent({ entry }: { entry: TranscriptEntry }) {
  const { Icon, title, body, failed } = eventWords(entry);
  const line = (
    <>
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${failed ? "text-failed" : "text-ink-faint"}`} />
      <span dir="auto" className="min-w-0">
        {title}
      </span>
    </>
  );
  if (body === null) {
    return <p className="flex items-center gap-2 text-xs text-ink-muted sm:pl-34">{line}</p>;
  }
  return (
    <details className="text-xs text-ink-muted sm:pl-34">
      <summary className="flex w-fit list-none items-center gap-2 rounded-sm underline decoration-line decoration-dotted underline-offset-4 hover:text-ink any-pointer-coarse:min-h-8">
        {line}
      </summary>
      <pre
        dir="auto"
        className="mt-1.5 overflow-x-auto rounded-md bg-sunken p-2.5 font-sans whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
      >
        {body}
      </pre>
    </details>
  );
}

function eventWords({ role, content, extra }: TranscriptEntry): EventWords {
  const said = (name: string) =>
    typeof extra[name] === "string" || typeof extra[name] === "number" ? String(extra[name]) : "";
  switch (role) {
    case "tool_call_invocation":
      return {
        Icon: Wrench,
        title: `Tool called: ${said("name") || "unnamed"}`,
        body: jsonText(extra.arguments),
      };
    case "tool_call_result": {
      const failed = extra.successful === false;
      return {
        Icon: CornerDownRight,
        title: failed ? "Tool failed" : "Tool answered",
        body: jsonText(content),
        failed,
      };
    }
    case "node_transition": {
      const from = said("former_node_name");
      const to = said("new_node_name") || said("new_node_id");
      return { Icon: CircleDot, title: from ? `Node: ${from} → ${to}` : `Node: ${to}`, body: null };
    }
    case "dtmf":
      return { Icon: Grid3x3, title: `Key pressed: ${said("digit") || (content ?? "")}`, body: null };
    case "sms":
      return { Icon: MessageSquare, title: "Text message", body: content };
    case "injected":
      return { Icon: Syringe, title: "Context added", body: content };
    case "transfer":
    case "transfer_bridged":
    case "transfer_started":
    case "transfer_cancelled":
    case "transfer_ended":
      return { Icon: ArrowRightLeft, title: role.replaceAll("_", " "), body: content ?? jsonText(extra) };
    default:
      return { Icon: CircleDot, title: role, body: content ?? jsonText(extra) };
  }
}
