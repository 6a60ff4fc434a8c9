/** On which day a week begins: where the reader lives decides, unless the page says otherwise. */

import { type Weekday } from './calendar-date';

const names: Readonly<Record<string, Weekday>> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
};

// CLDR 46 supplemental/weekData, for browsers without Intl.Locale week information (Firefox). Everywhere else it is Monday.
const saturday = 'AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY';
const sunday =
  'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW';

/** Reads the `week-start` attribute: an ISO number 1 to 7, 0 for Sunday, or an English day name or its first three letters. */
export function parseWeekStart(text: string | number | null | undefined): Weekday | undefined {
  const word = String(text ?? '')
    .trim()
    .toLowerCase();
  if (/^[0-7]$/.test(word)) return (Number(word) || 7) as Weekday;
  if (word.length < 3) return undefined;
  const name = Object.keys(names).find((name) => name.startsWith(word));
  return name === undefined ? undefined : names[name];
}

interface WeekInfo {
  readonly firstDay: number;
}
/** What engines call it: a method in the standard, a getter in older Chrome and Safari. */
interface LocaleWithWeek {
  getWeekInfo?(): WeekInfo;
  readonly weekInfo?: WeekInfo;
}

/** `source` is for tests of engines that know less. */
export function weekStartOf(locale: string, source: (locale: Intl.Locale) => LocaleWithWeek = (locale) => locale): Weekday {
  const parsed = new Intl.Locale(locale);
  const known = source(parsed);
  const firstDay = (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay;
  return (firstDay as Weekday | undefined) ?? weekStartOfRegion(parsed.maximize().region);
}

function weekStartOfRegion(region = '001'): Weekday {
  if (region === 'MV') return 5;
  if (saturday.includes(region)) return 6;
  return sunday.includes(region) ? 7 : 1;
}
