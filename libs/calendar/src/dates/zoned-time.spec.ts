import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CalendarDate } from './calendar-date';
import { createZone, formatMinutes, isTimeZone, parseMinutes, type WallTimeKind } from './zoned-time';

interface Case {
  readonly what: string;
  readonly zone: string;
  readonly wall: readonly [CalendarDate, string];
  readonly instant: string;
  readonly kind: WallTimeKind;
}

const cases: readonly Case[] = [
  {
    what: 'a zone without clock changes',
    zone: 'Asia/Tokyo',
    wall: ['2026-11-22', '09:00'],
    instant: '2026-11-22T00:00:00Z',
    kind: 'exact',
  },
  {
    what: 'before clocks go forward',
    zone: 'America/New_York',
    wall: ['2026-03-08', '01:59'],
    instant: '2026-03-08T06:59:00Z',
    kind: 'exact',
  },
  {
    what: 'skipped as clocks go forward',
    zone: 'America/New_York',
    wall: ['2026-03-08', '02:30'],
    instant: '2026-03-08T07:30:00Z',
    kind: 'skipped',
  },
  {
    what: 'after clocks went forward',
    zone: 'America/New_York',
    wall: ['2026-03-08', '03:00'],
    instant: '2026-03-08T07:00:00Z',
    kind: 'exact',
  },
  {
    what: 'repeated as clocks go back',
    zone: 'America/New_York',
    wall: ['2026-11-01', '01:30'],
    instant: '2026-11-01T05:30:00Z',
    kind: 'repeated',
  },
  {
    what: 'after clocks went back',
    zone: 'America/New_York',
    wall: ['2026-11-01', '02:00'],
    instant: '2026-11-01T07:00:00Z',
    kind: 'exact',
  },
  { what: 'skipped in Europe', zone: 'Europe/Berlin', wall: ['2026-03-29', '02:15'], instant: '2026-03-29T01:15:00Z', kind: 'skipped' },
  { what: 'repeated in Europe', zone: 'Europe/Berlin', wall: ['2026-10-25', '02:15'], instant: '2026-10-25T00:15:00Z', kind: 'repeated' },
  {
    what: 'half an hour skipped',
    zone: 'Australia/Lord_Howe',
    wall: ['2026-10-04', '02:15'],
    instant: '2026-10-03T15:45:00Z',
    kind: 'skipped',
  },
  {
    what: 'half an hour repeated',
    zone: 'Australia/Lord_Howe',
    wall: ['2026-04-05', '01:45'],
    instant: '2026-04-04T14:45:00Z',
    kind: 'repeated',
  },
  {
    what: 'midnight that does not exist',
    zone: 'Africa/Cairo',
    wall: ['2026-04-24', '00:00'],
    instant: '2026-04-23T22:00:00Z',
    kind: 'skipped',
  },
  {
    what: 'a quarter of an hour off',
    zone: 'Asia/Kathmandu',
    wall: ['2026-01-01', '00:00'],
    instant: '2025-12-31T18:15:00Z',
    kind: 'exact',
  },
  {
    what: 'the last minute of a year',
    zone: 'Pacific/Kiritimati',
    wall: ['2026-12-31', '23:59'],
    instant: '2026-12-31T09:59:00Z',
    kind: 'exact',
  },
  {
    what: 'a day that the zone left out',
    zone: 'Pacific/Apia',
    wall: ['2011-12-30', '12:00'],
    instant: '2011-12-30T22:00:00Z',
    kind: 'skipped',
  },
  { what: 'long ago', zone: 'UTC', wall: ['0099-06-01', '12:00'], instant: '0099-06-01T12:00:00Z', kind: 'exact' },
];

test.each(cases)('$what: $wall in $zone is $instant', ({ zone, wall: [date, time], instant, kind }) => {
  const resolved = createZone(zone).resolve({ date, minutes: parseMinutes(time)! });
  expect({ ...resolved, instant: new Date(resolved.instant).toISOString() }).toEqual({ instant: instant.replace('Z', '.000Z'), kind });
});

const lengths: readonly [string, CalendarDate, number][] = [
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
  ['America/New_York', '2026-11-02', 24],
  ['Europe/London', '2026-03-29', 23],
  ['Europe/London', '2026-10-25', 25],
  ['Africa/Cairo', '2026-04-24', 23],
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ['Asia/Tokyo', '2026-12-31', 24],
];
test.each(lengths)('in %s %s has %d hours', (zone, date, hours) => {
  expect(createZone(zone).lengthOfDay(date) / 3_600_000).toBe(hours);
});

test('a day whose midnight is skipped begins when its clocks do', () => {
  const cairo = createZone('Africa/Cairo');
  expect(cairo.wallTime(cairo.startOfDay('2026-04-24'))).toEqual({ date: '2026-04-24', minutes: 60 });
});

test('the wall shows the same before and after a repeated hour', () => {
  const zone = createZone('America/New_York');
  const first = Date.parse('2026-11-01T05:30:00Z');
  expect(zone.wallTime(first)).toEqual(zone.wallTime(first + 3_600_000));
});

const zones = fc
  .constantFrom(
    'America/New_York',
    'Europe/Berlin',
    'Asia/Tokyo',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'America/Santiago',
    'Asia/Kathmandu',
    'UTC',
  )
  .map(createZone);
const instants = fc.integer({ min: Date.UTC(1990, 0) / 60_000, max: Date.UTC(2037, 0) / 60_000 }).map((minutes) => minutes * 60_000);

test('an instant read off the wall and resolved again is itself, or the other time its hour came', () => {
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const { instant: again, kind } = zone.resolve(zone.wallTime(instant));
      expect(kind).not.toBe('skipped');
      expect(kind === 'exact' ? again === instant : again <= instant && instant - again <= 3_600_000).toBe(true);
    }),
  );
});

test('days follow each other without gap or overlap', () => {
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const { date } = zone.wallTime(instant);
      const start = zone.startOfDay(date);
      expect(start).toBeLessThanOrEqual(instant);
      expect(start + zone.lengthOfDay(date)).toBeGreaterThan(instant);
    }),
  );
});

test.each([
  ['Asia/Tokyo', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['', false],
  [null, false],
])('%s is a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});

test.each([
  ['00:00', 0],
  ['09:05', 545],
  ['23:59', 1439],
])('%s is minute %i, both ways', (text, minutes) => {
  expect(parseMinutes(text)).toBe(minutes);
  expect(formatMinutes(minutes)).toBe(text);
});

test.each(['24:00', '9:00', '12:60', '', '12:00:00'])('%s is no time of day', (text) => {
  expect(parseMinutes(text)).toBeUndefined();
});
