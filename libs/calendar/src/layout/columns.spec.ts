import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CalendarDate } from '../dates/calendar-date';
import { createZone, type Zone } from '../dates/zoned-time';
import { type CalendarEvent, spanEvents } from '../events/calendar-event';
import { type Block, layoutDay, minimumMinutes } from './columns';

const utc = createZone('UTC');
const newYork = createZone('America/New_York');

const timed = (id: string, start: string, end: string): CalendarEvent => ({
  id,
  etag: '',
  title: id,
  when: { allDay: false, start: Date.parse(`${start}Z`), end: Date.parse(`${end}Z`), timeZone: 'UTC' },
  location: '',
  notes: '',
  color: 'blue',
});
const on18 = (id: string, start: string, end: string) => timed(id, `2026-11-18T${start}`, `2026-11-18T${end}`);
const layout = (events: readonly CalendarEvent[], date: CalendarDate, zone: Zone) => layoutDay(spanEvents(events, zone), date, zone);
const place = ({ event, top, height, column, span, columns, continuesBefore, continuesAfter }: Block) =>
  `${event.id} ${top}+${height} ${column}+${span}/${columns}${continuesBefore ? ' <' : ''}${continuesAfter ? ' >' : ''}`;

const cases: readonly { what: string; date?: CalendarDate; zone?: Zone; events: CalendarEvent[]; blocks: string[] }[] = [
  { what: 'one hour', events: [on18('a', '09:00', '10:00')], blocks: ['a 540+60 0+1/1'] },
  {
    what: 'one after the other share a column',
    events: [on18('a', '09:00', '10:00'), on18('b', '10:00', '11:00')],
    blocks: ['a 540+60 0+1/1', 'b 600+60 0+1/1'],
  },
  {
    what: 'two at once stand side by side',
    events: [on18('a', '09:00', '10:00'), on18('b', '09:30', '10:30')],
    blocks: ['a 540+60 0+1/2', 'b 570+60 1+1/2'],
  },
  {
    what: 'a third after the first takes its column',
    events: [on18('a', '09:00', '10:00'), on18('b', '09:30', '11:00'), on18('c', '10:00', '11:00')],
    blocks: ['a 540+60 0+1/2', 'b 570+90 1+1/2', 'c 600+60 0+1/2'],
  },
  {
    what: 'one that only meets the first column is as wide as it can be',
    events: [on18('a', '09:00', '12:00'), on18('b', '09:00', '10:00'), on18('c', '09:00', '10:00'), on18('d', '11:00', '12:00')],
    blocks: ['a 540+180 0+1/3', 'b 540+60 1+1/3', 'c 540+60 2+1/3', 'd 660+60 1+2/3'],
  },
  { what: 'a short one is tall enough to hit', events: [on18('a', '09:00', '09:05')], blocks: [`a 540+${minimumMinutes} 0+1/1`] },
  {
    what: 'short ones that would be drawn over each other do not',
    events: [on18('a', '09:00', '09:05'), on18('b', '09:10', '09:15')],
    blocks: ['a 540+30 0+1/2', 'b 550+30 1+1/2'],
  },
  { what: 'no length', events: [on18('a', '09:00', '09:00')], blocks: ['a 540+30 0+1/1'] },
  { what: 'just before midnight it stays within the day', events: [on18('a', '23:50', '23:55')], blocks: ['a 1410+30 0+1/1'] },
  { what: 'the evening of a night', events: [timed('a', '2026-11-18T22:00', '2026-11-19T05:00')], blocks: ['a 1320+120 0+1/1 >'] },
  {
    what: 'the morning of a night',
    date: '2026-11-19',
    events: [timed('a', '2026-11-18T22:00', '2026-11-19T05:00')],
    blocks: ['a 0+300 0+1/1 <'],
  },
  { what: 'an end at midnight', events: [timed('a', '2026-11-18T22:00', '2026-11-19T00:00')], blocks: ['a 1320+120 0+1/1'] },
  { what: 'a day long belongs above', events: [timed('a', '2026-11-18T00:00', '2026-11-19T00:00')], blocks: [] },
  { what: 'another day', events: [timed('a', '2026-11-17T09:00', '2026-11-17T10:00')], blocks: [] },
  {
    what: 'over the hour that clocks skip it covers what the wall shows',
    date: '2026-03-08',
    zone: newYork,
    events: [timed('a', '2026-03-08T06:30', '2026-03-08T07:30')],
    blocks: ['a 90+120 0+1/1'],
  },
  {
    what: 'over the hour that clocks repeat it is as tall as it lasts when the wall runs backwards',
    date: '2026-11-01',
    zone: newYork,
    events: [timed('a', '2026-11-01T05:45', '2026-11-01T06:15')],
    blocks: ['a 105+30 0+1/1'],
  },
];

test.each(cases)('$what', ({ events, blocks, zone = utc, date = '2026-11-18' }) => {
  expect(layout(events, date, zone).map(place)).toEqual(blocks);
});

const someEvents = fc
  .array(fc.record({ start: fc.integer({ min: -300, max: 1439 }), length: fc.integer({ min: 0, max: 600 }) }), { maxLength: 16 })
  .map((events) =>
    events.map(({ start, length }, index) => {
      const at = (minutes: number) => new Date(Date.UTC(2026, 10, 18) + minutes * 60_000).toISOString().slice(0, 16);
      return timed(`e${index}`, at(start), at(start + length));
    }),
  );

test('blocks never cover each other and never leave the day', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const blocks = layout(events, '2026-11-18', utc);
      for (const a of blocks) {
        expect(a.top >= 0 && a.top + a.height <= 1440 && a.column + a.span <= a.columns).toBe(true);
        const covered = blocks.filter((b) => {
          const apart = a.top + a.height <= b.top || b.top + b.height <= a.top;
          // In fractions of the day's width, as they are drawn: groups differ in their number of columns.
          const [aLeft, aRight, bLeft, bRight] = [
            a.column / a.columns,
            (a.column + a.span) / a.columns,
            b.column / b.columns,
            (b.column + b.span) / b.columns,
          ];
          return a !== b && !apart && aLeft < bRight - 1e-9 && bLeft < aRight - 1e-9;
        });
        expect(covered).toEqual([]);
      }
    }),
  );
});
