export function countryWords(country: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country;
}
