import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type CalendarDate, dateOfDay, dayNumber } from '../dates/calendar-date';
import { createZone, type Zone } from '../dates/zoned-time';
import { type CalendarEvent, spanEvents, type When } from '../events/calendar-event';
import { type Bar, type BarRow, fitBars, layoutBars } from './bars';

const tokyo = createZone('Asia/Tokyo');
const newYork = createZone('America/New_York');
const row = { first: '2026-11-15', days: 7 } as const;

const event = (id: string, when: When): CalendarEvent => ({ id, etag: '', title: id, when, location: '', notes: '', color: 'blue' });
const days = (id: string, start: CalendarDate, end: CalendarDate) => event(id, { allDay: true, start, end });
const timed = (id: string, start: string, end: string) =>
  event(id, { allDay: false, start: Date.parse(start), end: Date.parse(end), timeZone: 'Asia/Tokyo' });

const layout = (events: readonly CalendarEvent[], row: BarRow, zone: Zone) => layoutBars(spanEvents(events, zone), row);
const place = ({ event, column, columns, lane, continuesBefore, continuesAfter }: Bar) =>
  `${event.id} ${column}+${columns} lane ${lane}${continuesBefore ? ' <' : ''}${continuesAfter ? ' >' : ''}`;

const cases: readonly { what: string; zone?: Zone; events: CalendarEvent[]; bars: string[] }[] = [
  { what: 'one day', events: [days('a', '2026-11-18', '2026-11-19')], bars: ['a 3+1 lane 0'] },
  { what: 'the whole row and beyond', events: [days('a', '2026-11-01', '2026-12-01')], bars: ['a 0+7 lane 0 < >'] },
  { what: 'begun before', events: [days('a', '2026-11-10', '2026-11-17')], bars: ['a 0+2 lane 0 <'] },
  { what: 'ending after', events: [days('a', '2026-11-20', '2026-11-23')], bars: ['a 5+2 lane 0 >'] },
  {
    what: 'ended before, beginning after',
    events: [days('a', '2026-11-10', '2026-11-15'), days('b', '2026-11-22', '2026-11-23')],
    bars: [],
  },
  {
    what: 'two that share a day lie in two lanes, a third that does not takes the first again',
    events: [days('a', '2026-11-15', '2026-11-18'), days('b', '2026-11-17', '2026-11-19'), days('c', '2026-11-18', '2026-11-20')],
    bars: ['a 0+3 lane 0', 'b 2+2 lane 1', 'c 3+2 lane 0'],
  },
  {
    what: 'of those that begin together the longer lies above',
    events: [days('short', '2026-11-15', '2026-11-16'), days('long', '2026-11-15', '2026-11-20')],
    bars: ['long 0+5 lane 0', 'short 0+1 lane 1'],
  },
  { what: 'a night of two days', events: [timed('a', '2026-11-17T13:00:00Z', '2026-11-17T20:00:00Z')], bars: ['a 2+2 lane 0'] },
  {
    what: 'an end at midnight does not touch the next day',
    events: [timed('a', '2026-11-17T13:00:00Z', '2026-11-17T15:00:00Z')],
    bars: ['a 2+1 lane 0'],
  },
  {
    what: 'no length at midnight is on the day that begins',
    events: [timed('a', '2026-11-17T15:00:00Z', '2026-11-17T15:00:00Z')],
    bars: ['a 3+1 lane 0'],
  },
  {
    what: 'the same instants on another day in another zone',
    zone: newYork,
    events: [timed('a', '2026-11-17T15:00:00Z', '2026-11-17T16:00:00Z'), timed('b', '2026-11-18T03:00:00Z', '2026-11-18T04:00:00Z')],
    bars: ['a 2+1 lane 0', 'b 2+1 lane 1'],
  },
  {
    what: 'whole days are the same days in every zone',
    zone: newYork,
    events: [days('a', '2026-11-18', '2026-11-19')],
    bars: ['a 3+1 lane 0'],
  },
];

test.each(cases)('$what', ({ events, bars, zone = tokyo }) => {
  expect(layout(events, row, zone).map(place)).toEqual(bars);
});

test('a row over the night clocks change has its seven days', () => {
  const bars = layout([timed('a', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z')], { first: '2026-11-01', days: 7 }, newYork);
  expect(bars.map(place)).toEqual(['a 0+1 lane 0']);
});

const someEvents = fc
  .array(fc.record({ start: fc.integer({ min: -10, max: 10 }), length: fc.integer({ min: 1, max: 12 }) }), { maxLength: 20 })
  .map((events) =>
    events.map(({ start, length }, index) => {
      const first = addDays(row.first, start);
      return days(`e${index}`, first, dateOfDay(dayNumber(first) + length));
    }),
  );
const columnsOf = ({ column, columns }: Bar) => Array.from({ length: columns }, (_, index) => column + index);

test('bars of one lane never share a day', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const cells = layout(events, row, tokyo).flatMap((bar) => columnsOf(bar).map((column) => `${bar.lane}/${column}`));
      expect(new Set(cells).size).toBe(cells.length);
    }),
  );
});

test('whatever fits or not, each day shows or counts every event that touches it, within its lanes', () => {
  fc.assert(
    fc.property(someEvents, fc.integer({ min: 0, max: 6 }), (events, lanes) => {
      const bars = layout(events, row, tokyo);
      const { visible, hidden } = fitBars(bars, { days: 7, lanes });
      for (let column = 0; column < 7; column++) {
        const on = (list: readonly Bar[]) => list.filter((bar) => columnsOf(bar).includes(column));
        expect(on(visible).length + hidden[column]!).toBe(on(bars).length);
        const taken = on(visible).length === 0 ? 0 : Math.max(...on(visible).map(({ lane }) => lane)) + 1;
        expect(taken + (hidden[column]! > 0 && lanes > 0 ? 1 : 0)).toBeLessThanOrEqual(lanes);
      }
    }),
  );
});

test('three in two lanes show one and "2 more"', () => {
  const bars = layout(
    ['a', 'b', 'c'].map((id) => days(id, '2026-11-18', '2026-11-19')),
    row,
    tokyo,
  );
  const { visible, hidden } = fitBars(bars, { days: 7, lanes: 2 });
  expect(visible.map(place)).toEqual(['a 3+1 lane 0']);
  expect(hidden).toEqual([0, 0, 0, 2, 0, 0, 0]);
});

test('a bar that is in the way of "more" on one of its days is hidden on all of them', () => {
  const bars = layout(
    [days('a', '2026-11-15', '2026-11-22'), days('b', '2026-11-15', '2026-11-22'), days('c', '2026-11-18', '2026-11-19')],
    row,
    tokyo,
  );
  expect(fitBars(bars, { days: 7, lanes: 2 })).toMatchObject({ visible: [{ event: { id: 'a' } }], hidden: [1, 1, 1, 2, 1, 1, 1] });
});
