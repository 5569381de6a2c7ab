/** Kept for as long as somebody may take to sign in again; what is older would surprise. */
const KEPT_MS = 60 * 60 * 1000;
const KEY = "switchboard-typing";

interface Kept {
  personId: string;
  path: string;
  at: number;
  fields: { name: string; value: string }[];
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

let personId: string | null = null;

/** What is typed on this page is this person's, and is given back to nobody else. */
export function typingIsOf(id: string): void {
  personId = id;
}

/** Keeps what stands in the page's named text fields, to be given back after signing in again. Never a password. */
export function keepTyping(): void {
  if (personId === null) return;
  const fields = textFields()
    .filter(({ value }) => value.trim() !== "")
    .map(({ name, value }) => ({ name, value }));
  if (fields.length === 0) return;
  const kept: Kept = { personId, path: window.location.pathname, at: Date.now(), fields };
  window.sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Gives back what was kept of this page, into fields that are empty. */
export function giveBackTyping(): "given back" | "no field yet" | "nothing kept" {
  const text = window.sessionStorage.getItem(KEY);
  if (text === null) return "nothing kept";
  const kept: Kept = JSON.parse(text);
  if (kept.path !== window.location.pathname) return "nothing kept";
  if (kept.personId !== personId || Date.now() - kept.at > KEPT_MS) {
    window.sessionStorage.removeItem(KEY);
    return "nothing kept";
  }
  const empty = textFields().filter(({ value }) => value === "");
  let outcome: "given back" | "no field yet" = "no field yet";
  for (const { name, value } of kept.fields) {
    const place = empty.findIndex((field) => field.name === name);
    const [field] = place === -1 ? [] : empty.splice(place, 1);
    if (!field) continue;
    write(field, value);
    outcome = "given back";
  }
  if (outcome === "given back") window.sessionStorage.removeItem(KEY);
  return outcome;
}

function textFields(): TextField[] {
  const found = document.querySelectorAll<TextField>(
    "#main :is(textarea[name], input[name]:is([type='text'], [type='email'], [type='tel'], [type='search'], :not([type])))",
  );
  return [...found].filter(({ name, readOnly, disabled }) => name !== "" && !readOnly && !disabled);
}

/** As if it were typed, so that whoever listens to the field hears of it; React hides the field's own setter. */
function write(field: TextField, value: string): void {
  const { prototype } = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
