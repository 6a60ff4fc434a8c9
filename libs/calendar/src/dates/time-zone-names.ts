/** How time zones are named to the reader. */

/** "Tokyo (GMT+9)": the city of the IANA name; in other languages than English, which have no names of cities here, "日本標準時 (GMT+9)". */
export function timeZoneLabel(timeZone: string, locale: string, at: number): string {
  const isEnglish = new Intl.Locale(locale).language === 'en';
  const name = isEnglish ? timeZone.split('/').at(-1)!.replaceAll('_', ' ') : namePart(timeZone, locale, at, 'long');
  const offset = namePart(timeZone, locale, at, 'shortOffset');
  return name === offset ? name : `${name} (${offset})`;
}

function namePart(timeZone: string, locale: string, at: number, timeZoneName: 'shortOffset' | 'long'): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** The zones to choose from: those given first, in that order, then all that the browser knows. */
export function timeZoneChoices(first: readonly string[]): string[] {
  return [...new Set([...first, ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
}
