/** How time zones are named to the reader. */

/** "Tokyo (GMT+9)": the city of the IANA name and the offset at that instant. */
export function timeZoneLabel(timeZone: string, locale: string, at: number): string {
  const city = timeZone.split('/').at(-1)!.replaceAll('_', ' ');
  const offset = namePart(timeZone, locale, at, 'shortOffset');
  return city === offset ? city : `${city} (${offset})`;
}

/** "Japan Standard Time", in the reader's language. */
export function timeZoneLongName(timeZone: string, locale: string, at: number): string {
  return namePart(timeZone, locale, at, 'long');
}

function namePart(timeZone: string, locale: string, at: number, timeZoneName: 'shortOffset' | 'long'): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** The zones to choose from: those given first, in that order, then all that the browser knows. */
export function timeZoneChoices(first: readonly string[]): string[] {
  return [...new Set([...first, ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
}
