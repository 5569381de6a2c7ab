/** What can be filled in or pressed, in the order of the page; parts of a list that opens are not. */
const stops = [
  "input:not([type='hidden'], [tabindex='-1'], [aria-hidden='true'])",
  "textarea",
  "button[type='submit']",
].join(", ");

/** Leads the keyboard from one field of the form to the next. */
export function focusAfter(form: HTMLElement, from: HTMLElement): void {
  const all = [...form.querySelectorAll<HTMLElement>(stops)];
  all[all.indexOf(from) + 1]?.focus();
}

export function focusVariable(form: HTMLElement, name: string): void {
  form.querySelector<HTMLElement>(`[data-variable="${CSS.escape(name)}"]`)?.focus();
}

/** To what is still wanted: the agent if there is none, then the first variable that is not set, then the button. */
export function focusWanted(form: HTMLElement, agentId: string | null, [unset]: readonly string[]): void {
  if (agentId === null) form.querySelector<HTMLElement>("input[name='agentId']:not([aria-hidden])")?.focus();
  else if (unset !== undefined) focusVariable(form, unset);
  else form.querySelector<HTMLElement>("button[type='submit']")?.focus();
}

/** The field in which Enter means to go on: it neither chooses from a list that is open, nor begins a line. */
export function isDoneWith(event: KeyboardEvent): HTMLElement | null {
  const { target, key, isComposing } = event;
  if (key !== "Enter" || isComposing || event.defaultPrevented) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (target instanceof HTMLTextAreaElement) return event.shiftKey ? null : target;
  return target instanceof HTMLInputElement && !target.hasAttribute("aria-activedescendant") ? target : null;
}
