import { expect, test } from 'vitest';
import { createZone } from '../dates/zoned-time';
import { type CalendarEvent, type When } from '../events/calendar-event';
import { en } from '../words/en';
import { createFormats } from '../words/formats';
import { listDay, listDays } from './list-events';

const zone = createZone('Asia/Tokyo');
const telling = { zone, formats: createFormats('en-US', zone.name), words: en };
const range = { first: '2026-11-18', days: 7 } as const;

const event = (title: string, when: When): CalendarEvent => ({
  id: title,
  etag: '"1"',
  title,
  when,
  location: '',
  notes: '',
  color: 'blue',
});
const timed = (start: string, end: string): When => ({
  allDay: false,
  start: Date.parse(`${start}+09:00`),
  end: Date.parse(`${end}+09:00`),
  timeZone: 'Asia/Tokyo',
});
const days = (start: `${number}-${number}-${number}`, end: `${number}-${number}-${number}`): When => ({ allDay: true, start, end });

const cases: readonly (readonly [what: string, when: When, expected: string])[] = [
  ['an hour', timed('2026-11-19T09:00', '2026-11-19T10:30'), '2026-11-19 9am – 10:30am'],
  ['a moment', timed('2026-11-19T09:00', '2026-11-19T09:00'), '2026-11-19 9am'],
  ['a whole day', days('2026-11-20', '2026-11-21'), '2026-11-20 All day'],
  ['several days, once, on the first', days('2026-11-20', '2026-11-23'), '2026-11-20 Nov 20 – 22, 2026'],
  ['what began before, on the first day shown', days('2026-11-10', '2026-11-20'), '2026-11-18 Nov 10 – 19, 2026'],
  ['a night', timed('2026-11-19T22:00', '2026-11-20T05:00'), '2026-11-19 Nov 19 – 20, 2026'],
  ['what ends at midnight', timed('2026-11-19T22:00', '2026-11-20T00:00'), '2026-11-19 10pm – 12am'],
  ['the last day', days('2026-11-24', '2026-11-25'), '2026-11-24 All day'],
  ['the day after', days('2026-11-25', '2026-11-26'), ''],
  ['the day before', days('2026-11-17', '2026-11-18'), ''],
];

test.each(cases)('lists %s', (_, when, expected) => {
  const listed = listDays([event('x', when)], range, telling);
  expect(
    listed
      .flatMap(({ date, events }) => events.map(({ time }) => `${date} ${time}`))
      .join()
      .replaceAll('\u2009', ' '),
  ).toBe(expected);
});

test('days come in order, and in a day whole days before hours', () => {
  const events = [
    event('late', timed('2026-11-19T18:00', '2026-11-19T19:00')),
    event('early', timed('2026-11-19T08:00', '2026-11-19T09:00')),
    event('day', days('2026-11-19', '2026-11-20')),
    event('before', days('2026-11-01', '2026-11-19')),
  ];
  const listed = listDays(events, range, telling).map(({ date, events: own }) => [date, ...own.map((one) => one.event.title)]);
  expect(listed).toEqual([
    ['2026-11-18', 'before'],
    ['2026-11-19', 'day', 'early', 'late'],
  ]);
});

test('what is over is left out, what goes on is not', () => {
  const now = Date.parse('2026-11-18T13:20+09:00');
  const events = [
    event('over', timed('2026-11-18T09:00', '2026-11-18T13:20')),
    event('on', timed('2026-11-18T13:00', '2026-11-18T14:00')),
    event('today', days('2026-11-18', '2026-11-19')),
  ];
  const titles = (over?: number) =>
    listDays(events, range, { ...telling, ...(over !== undefined && { over }) }).flatMap((day) => day.events.map((one) => one.event.title));
  expect(titles(now)).toEqual(['today', 'on']);
  expect(titles()).toEqual(['today', 'over', 'on']);
});

test('a day lists all that touches it', () => {
  const events = [event('long', days('2026-11-18', '2026-11-21')), event('other', days('2026-11-18', '2026-11-19'))];
  expect(listDay(events, '2026-11-19', telling).map(({ event: own }) => own)).toEqual([events[0]]);
});
