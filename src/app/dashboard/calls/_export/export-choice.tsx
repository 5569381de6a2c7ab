import { useId } from "react";

/** One of a few with a name for their group, or without one something that is on or off. */
export function ExportChoice(props: {
  name?: string;
  isOn: boolean;
  onChoose: () => void;
  title: string;
  hint: string;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 rounded-sm px-2 py-1.5 hover:bg-hover any-pointer-coarse:py-2.5">
      <input
        id={id}
        type={props.name === undefined ? "checkbox" : "radio"}
        name={props.name}
        checked={props.isOn}
        onChange={props.onChoose}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <label htmlFor={id} className="min-w-0 flex-1 text-sm">
        {props.title}
        <span id={`${id}-hint`} aria-hidden="true" className="block text-xs text-ink-muted">
          {props.hint}
        </span>
      </label>
    </div>
  );
}
