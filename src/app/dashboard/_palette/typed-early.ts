/** What is typed while the palette's code is on its way, for the palette to begin with. */
let early = "";

export function typeEarly(text: string): void {
  early = text;
}

export function takeTypedEarly(): string {
  const text = early;
  early = "";
  return text;
}
