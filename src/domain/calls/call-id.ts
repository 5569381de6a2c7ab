const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of our call ids; anything else would be an error to the database. */
export function isCallId(text: string): boolean {
  return uuid.test(text);
}
