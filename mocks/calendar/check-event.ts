/** The rules of an event, as the API checks them. */
import type { Language } from './fixtures.ts';
import type { EventContent, FieldError } from './types.ts';

const day = 86_400_000;
const longest = 31;
const limits = { title: 120, location: 200, notes: 2000 } as const;

export function checkEvent({ title, when, location, notes }: EventContent, language: Language): readonly FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (field: FieldError['field'], code: FieldError['code'], ...message: Sentence) =>
    errors.push(fieldError(field, code, language, message));

  if (title.trim() === '') refuse('title', 'required', 'Give the event a title.', '予定のタイトルを入力してください。');
  for (const [field, text] of Object.entries({ title, location, notes }) as [keyof typeof limits, string][]) {
    if (text.length > limits[field])
      refuse(field, 'too-long', `At most ${limits[field]} characters.`, `${limits[field]}文字以内で入力してください。`);
  }
  const length = (Date.parse(when.end) - Date.parse(when.start)) / day;
  const shortest = when.allDay ? 1 : 0;
  if (Number.isNaN(length)) refuse('start', 'invalid', 'This is no date.', '日付が正しくありません。');
  else if (length < shortest) refuse('end', 'before-start', 'The end is before the start.', '終了が開始より前です。');
  else if (length > longest) refuse('end', 'too-far', `An event lasts at most ${longest} days.`, `予定の長さは最大${longest}日です。`);
  if (!when.allDay && !isTimeZone(when.timeZone)) refuse('timeZone', 'invalid', 'This time zone is unknown.', '不明なタイムゾーンです。');
  return errors;
}

/** What `GET …/events` demands of its query. */
export function checkQuery(query: URLSearchParams, language: Language): readonly FieldError[] {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  const errors: FieldError[] = [];
  const refuse = (field: FieldError['field'], code: FieldError['code'], ...message: Sentence) =>
    errors.push(fieldError(field, code, language, message));
  if (Number.isNaN(from)) refuse('from', 'required', '`from` is a day.', 'from に日付を指定してください。');
  if (Number.isNaN(to)) refuse('to', 'required', '`to` is a day.', 'to に日付を指定してください。');
  if (to <= from) refuse('to', 'before-start', '`to` is after `from`.', 'to は from より後の日付にしてください。');
  if (to - from > 400 * day) refuse('to', 'too-far', 'At most 400 days.', '400日以内で指定してください。');
  if (!isTimeZone(query.get('timeZone') ?? ''))
    refuse('timeZone', 'invalid', '`timeZone` is an IANA name.', 'タイムゾーンが正しくありません。');
  return errors;
}

type Sentence = readonly [en: string, ja: string];

export function fieldError(field: FieldError['field'], code: FieldError['code'], language: Language, [en, ja]: Sentence): FieldError {
  return { field, code, message: language === 'ja' ? ja : en };
}

function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    // RangeError is how Intl says that it does not know a zone.
    return false;
  }
}
