/** Days and times as `Intl` writes them. */

export interface Days {
  /** `2027-03-01` → "1 March 2027". A day is the same day everywhere. */
  day(iso: string): string;
  /** An instant, in the time zone of the browser. */
  time(iso: string): string;
}

export function createDays(locale: string): Days {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  return {
    day: (iso) => days.format(new Date(`${iso}T00:00:00Z`)),
    time: (iso) => times.format(new Date(iso)),
  };
}
