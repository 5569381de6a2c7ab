/** To make a format takes longer than to use it a hundred times, so each is made once. */
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** Moments as people here write them. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return oneOf(dates, options, () => new Intl.DateTimeFormat("en-GB", options));
}

export function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return oneOf(numbers, options, () => new Intl.NumberFormat("en-US", options));
}

function oneOf<Format>(made: Map<string, Format>, options: object, make: () => Format): Format {
  const key = JSON.stringify(options);
  const format = made.get(key) ?? make();
  made.set(key, format);
  return format;
}
