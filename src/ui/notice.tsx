import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const tones = {
  plain: { ground: "border-line bg-sunken", ink: "text-ink-muted", Icon: Info },
  caution: { ground: "border-transparent bg-ringing-soft", ink: "text-ringing", Icon: TriangleAlert },
  failure: { ground: "border-transparent bg-failed-soft", ink: "text-failed", Icon: CircleAlert },
} as const;

/** A sentence that must not be missed, with what to do about it. */
export function Notice(props: {
  tone: keyof typeof tones;
  title: ReactNode;
  children?: ReactNode;
  role?: "alert" | "status";
}) {
  const { ground, ink, Icon } = tones[props.tone];
  return (
    <div role={props.role} className={classNames("flex gap-2.5 rounded-md border px-3.5 py-3", ground)}>
      <Icon aria-hidden="true" className={classNames("mt-0.5 size-4.5 shrink-0", ink)} />
      <div className="flex min-w-0 flex-col gap-1">
        <p className={classNames("font-medium", ink)}>{props.title}</p>
        {props.children && <div className="text-sm text-ink">{props.children}</div>}
      </div>
    </div>
  );
}

/** Stands where content would be: nothing yet, nothing found, or nothing allowed. */
export function Blank(props: { icon: ReactNode; title: string; children: ReactNode; level?: 1 | 2 }) {
  const Heading = props.level === 1 ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-form flex-col items-center gap-3 px-6 py-16 text-center">
      <div
        aria-hidden="true"
        className="grid size-12 place-items-center rounded-full bg-line text-ink-muted *:size-5"
      >
        {props.icon}
      </div>
      <Heading className="text-lg font-semibold tracking-tight">{props.title}</Heading>
      <div className="flex flex-col items-center gap-4 text-balance text-ink-muted">{props.children}</div>
    </div>
  );
}
