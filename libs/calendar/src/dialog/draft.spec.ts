import { expect, test } from 'vitest';
import { createZone } from '../dates/zoned-time';
import { type CalendarEvent } from '../events/calendar-event';
import { contentOf, type Draft, draftOf, type DraftErrors, moveStart, newDraft, startKind } from './draft';

const tokyo = createZone('Asia/Tokyo');
const draft = (change: Partial<Draft> = {}): Draft => ({ ...newDraft('2026-11-18', 540, 'Asia/Tokyo'), title: 'Meeting', ...change });
const whenOf = (change: Partial<Draft>, base?: CalendarEvent) => {
  const result = contentOf(draft(change), base);
  return 'content' in result ? result.content.when : result.errors;
};

test('a new draft lasts an hour, over midnight if need be', () => {
  expect(newDraft('2026-11-18', 23 * 60 + 30, 'UTC')).toMatchObject({ startTime: '23:30', endDate: '2026-11-19', endTime: '00:30' });
  expect(newDraft('2026-11-18', 'all-day', 'UTC')).toMatchObject({ allDay: true, startDate: '2026-11-18', endDate: '2026-11-18' });
});

test('times are those of the zone in the form', () => {
  expect(whenOf({})).toEqual({
    allDay: false,
    start: Date.parse('2026-11-18T00:00Z'),
    end: Date.parse('2026-11-18T01:00Z'),
    timeZone: 'Asia/Tokyo',
  });
  expect(whenOf({ timeZone: 'Europe/London' })).toMatchObject({ start: Date.parse('2026-11-18T09:00Z') });
});

test('whole days include the last one in the form and exclude the one after in the event', () => {
  expect(whenOf({ allDay: true, endDate: '2026-11-20' })).toEqual({ allDay: true, start: '2026-11-18', end: '2026-11-21' });
});

const mistakes: readonly [string, Partial<Draft>, DraftErrors][] = [
  ['no title', { title: '  ' }, { title: 'required' }],
  ['a long title', { title: 'x'.repeat(121) }, { title: 'too-long' }],
  ['a long location', { location: 'x'.repeat(201) }, { location: 'too-long' }],
  ['no start', { startDate: '' }, { start: 'required' }],
  ['no end time', { endTime: '' }, { end: 'required' }],
  ['an end before the start', { endTime: '08:00' }, { end: 'before-start' }],
  ['last day before the first', { allDay: true, endDate: '2026-11-17' }, { end: 'before-start' }],
  ['an unknown zone', { timeZone: 'Mars/Olympus' }, { timeZone: 'invalid' }],
  ['several at once', { title: '', startTime: '', notes: 'x'.repeat(2001) }, { title: 'required', start: 'required', notes: 'too-long' }],
];
test.each(mistakes)('%s is found', (_, change, errors) => {
  expect(contentOf(draft(change))).toEqual({ errors });
});

test('an end before the start is seen in instants: over the skipped hour 02:30 to 03:00 is half an hour backwards', () => {
  const skipped = { startDate: '2026-03-08', endDate: '2026-03-08', timeZone: 'America/New_York', startTime: '02:30', endTime: '03:00' };
  expect(contentOf(draft(skipped))).toEqual({ errors: { end: 'before-start' } });
});

const repeated: CalendarEvent = {
  id: 'a',
  etag: '"1"',
  title: 'Night shift',
  when: { allDay: false, start: Date.parse('2026-11-01T06:30Z'), end: Date.parse('2026-11-01T07:30Z'), timeZone: 'America/New_York' },
  location: '',
  notes: '',
  color: 'blue',
};

test('editing the title alone keeps the second 1:30 of the night clocks go back', () => {
  const edited = { ...draftOf(repeated, tokyo), title: 'Night watch' };
  expect(contentOf(edited, repeated)).toMatchObject({ content: { title: 'Night watch', when: repeated.when } });
  expect(contentOf(edited)).toMatchObject({ content: { when: { start: Date.parse('2026-11-01T05:30Z') } } });
});

test('a changed zone takes the times as they stand to that zone', () => {
  const edited = { ...draftOf(repeated, tokyo), timeZone: 'Asia/Tokyo' };
  expect(contentOf(edited, repeated)).toMatchObject({
    content: { when: { start: Date.parse('2026-10-31T16:30Z'), timeZone: 'Asia/Tokyo' } },
  });
});

test('an event stands in the form as its own zone shows it', () => {
  expect(draftOf(repeated, tokyo)).toMatchObject({ startDate: '2026-11-01', startTime: '01:30', timeZone: 'America/New_York' });
});

test('the end moves with the start, also over midnight', () => {
  expect(moveStart(draft(), { startDate: '2026-11-20', startTime: '23:30' })).toMatchObject({ endDate: '2026-11-21', endTime: '00:30' });
  expect(moveStart(draft(), { startDate: '', startTime: '23:30' })).toMatchObject({ endDate: '2026-11-18', endTime: '10:00' });
});

test('a start that was incomplete while it was typed still takes the end along', () => {
  const typing = moveStart(draft(), { startDate: '', startTime: '09:00' });
  expect(moveStart(typing, { startDate: '2026-11-20', startTime: '09:00' }, draft())).toMatchObject({
    startDate: '2026-11-20',
    endDate: '2026-11-20',
    endTime: '10:00',
  });
});

test.each([
  ['02:30', '2026-03-08', 'skipped'],
  ['01:30', '2026-11-01', 'repeated'],
  ['09:00', '2026-11-01', 'exact'],
  ['', '2026-11-01', 'exact'],
])('a start at %s on %s in New York is %s', (startTime, startDate, kind) => {
  expect(startKind(draft({ startTime, startDate, timeZone: 'America/New_York' }))).toBe(kind);
});
