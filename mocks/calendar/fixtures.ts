/** The events of the mocked school, in English and Japanese, around a given day. No chance in them: the same call makes the same events. */
import type { Event, EventContent, When } from './types.ts';

export type Language = 'en' | 'ja';

/** The language that an Accept-Language header asks for first, as far as the school speaks it. */
export function languageOf(acceptLanguage: string | null): Language {
  return /^\s*ja\b/i.test(acceptLanguage ?? '') ? 'ja' : 'en';
}

export function makeEvent(overrides: Partial<Event> = {}): Event {
  return {
    id: 'assembly',
    etag: '"1"',
    title: 'Assembly',
    when: { allDay: false, start: '2026-11-16T00:00:00Z', end: '2026-11-16T00:30:00Z', timeZone: 'Asia/Tokyo' },
    location: 'Gym',
    notes: '',
    color: 'blue',
    ...overrides,
  };
}

/** Three weeks of a school in Tokyo; the busiest day is the Thursday of the week that `today` (`2026-11-18`) is in. */
export function makeEvents(today: string, language: Language = 'en'): readonly Event[] {
  const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  return rows.map(({ id, en, ja, at, until, place, color, timeZone = 'Asia/Tokyo' }) => {
    const [title, location] = language === 'ja' ? [ja, place?.[1]] : [en, place?.[0]];
    return makeEvent({ id, title, location: location ?? '', color, when: whenOf(monday, at, until, timeZone) });
  });
}

interface Row {
  readonly id: string;
  readonly en: string;
  readonly ja: string;
  /** Days after Monday, and for timed events the time in Tokyo. */
  readonly at: readonly [day: number, time?: string];
  /** The last day, or the day and time it ends. */
  readonly until: readonly [day: number, time?: string];
  readonly place?: readonly [en: string, ja: string];
  readonly color: EventContent['color'];
  readonly timeZone?: string;
}

const rows: readonly Row[] = [
  { id: 'exams', en: 'Mock exams', ja: '模擬試験', at: [-7], until: [-4], color: 'red' },
  {
    id: 'open-morning',
    en: 'Open morning',
    ja: '学校公開',
    at: [-3, '09:00'],
    until: [-3, '12:00'],
    place: ['Main entrance', '正面玄関'],
    color: 'green',
  },
  {
    id: 'staff-meeting',
    en: 'Staff meeting',
    ja: '職員会議',
    at: [0, '08:30'],
    until: [0, '09:15'],
    place: ['Staff room', '職員室'],
    color: 'blue',
  },
  {
    id: 'library',
    en: 'Library visit, Year 7',
    ja: '図書館見学（中1）',
    at: [0, '13:00'],
    until: [0, '14:30'],
    place: ['City library', '市立図書館'],
    color: 'teal',
  },
  { id: 'coast', en: 'Year 8 at the coast', ja: '中2 臨海学習', at: [1], until: [3], place: ['Kamakura', '鎌倉'], color: 'green' },
  { id: 'boiler', en: 'Boiler inspection', ja: 'ボイラー点検', at: [1, '22:00'], until: [2, '05:00'], color: 'gray' },
  { id: 'science', en: 'Science fair', ja: '科学発表会', at: [2, '10:00'], until: [2, '15:00'], place: ['Gym', '体育館'], color: 'teal' },
  {
    id: 'london',
    en: 'Call with our London partners',
    ja: 'ロンドン姉妹校とのビデオ会議',
    at: [2, '18:00'],
    until: [2, '19:00'],
    color: 'purple',
    timeZone: 'Europe/London',
  },
  { id: 'drill', en: 'Fire drill', ja: '避難訓練', at: [3, '11:00'], until: [3, '11:20'], color: 'red' },
  {
    id: 'choir',
    en: 'Choir rehearsal',
    ja: '合唱練習',
    at: [3, '15:30'],
    until: [3, '16:45'],
    place: ['Music room', '音楽室'],
    color: 'amber',
  },
  {
    id: 'parents',
    en: 'Parents’ evening',
    ja: '保護者会',
    at: [3, '16:00'],
    until: [3, '19:00'],
    place: ['Main hall', '講堂'],
    color: 'purple',
  },
  {
    id: 'interviews',
    en: 'Interviews, Year 9',
    ja: '三者面談（中3）',
    at: [3, '16:30'],
    until: [3, '18:00'],
    place: ['Room 2', '2番教室'],
    color: 'blue',
  },
  { id: 'book-week', en: 'Book week', ja: '読書週間', at: [4], until: [11], color: 'amber' },
  {
    id: 'football',
    en: 'Football, Year 9',
    ja: 'サッカー大会（中3）',
    at: [5, '10:00'],
    until: [5, '12:00'],
    place: ['Sports ground', '運動場'],
    color: 'green',
  },
  {
    id: 'concert',
    en: 'Winter concert',
    ja: '冬のコンサート',
    at: [10, '18:30'],
    until: [10, '20:30'],
    place: ['Main hall', '講堂'],
    color: 'purple',
  },
];

function whenOf(monday: string, at: Row['at'], until: Row['until'], timeZone: string): When {
  const first = addDays(monday, at[0]);
  const last = addDays(monday, until[0]);
  if (at[1] === undefined) return { allDay: true, start: first, end: addDays(last, 1) };
  return { allDay: false, start: inTokyo(first, at[1]), end: inTokyo(last, until[1] ?? at[1]), timeZone };
}

// Japan has had no daylight saving since 1952, so its offset is a constant.
const inTokyo = (date: string, time: string) => new Date(`${date}T${time}:00+09:00`).toISOString().replace('.000Z', 'Z');

const addDays = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
