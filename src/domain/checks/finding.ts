/** One thing that was looked at, how it is, and what to do about it. */
export interface Finding {
  subject: string;
  state: "ok" | "warning" | "wrong";
  found: string;
  /** What to do; null when there is nothing to do. */
  todo: string | null;
  /** The section of the troubleshooting guide that says more. */
  section: string | null;
}

export const fine = (subject: string, found: string): Finding => ({
  subject,
  state: "ok",
  found,
  todo: null,
  section: null,
});

export const odd = (
  subject: string,
  found: string,
  todo: string,
  section: string | null = null,
): Finding => ({
  subject,
  state: "warning",
  found,
  todo,
  section,
});

export const wrong = (
  subject: string,
  found: string,
  todo: string,
  section: string | null = null,
): Finding => ({
  subject,
  state: "wrong",
  found,
  todo,
  section,
});
