import { expect, test } from 'vitest';
import { createZone } from '../dates/zoned-time';
import { type CalendarEvent, type EventColor, spanEvents } from '../events/calendar-event';
import { visibleRange } from '../layout/visible-range';
import { layOutMonth } from './lay-out-month';

const range = visibleRange('month', '2026-11-18', 7);
const day = (start: `${number}-${number}-${number}`, end: `${number}-${number}-${number}`, color: EventColor): CalendarEvent => ({
  id: `${start} ${color}`,
  etag: '',
  title: color,
  when: { allDay: true, start, end },
  location: '',
  notes: '',
  color,
});
const laidOut = (events: readonly CalendarEvent[]) => layOutMonth(spanEvents(events, createZone('Asia/Tokyo')), range, '2026-11-18');

test('whole weeks from the first day of the week, days of other months told apart', () => {
  const weeks = laidOut([]);
  expect(weeks.map(({ first }) => first)).toEqual(['2026-11-01', '2026-11-08', '2026-11-15', '2026-11-22', '2026-11-29']);
  const outside = weeks.flatMap(({ days }) => days.filter((one) => one.outside).map(({ date }) => date));
  expect(outside).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05']);
});

test('a day has the colors of the first four events that touch it, and counts all', () => {
  const colors: readonly EventColor[] = ['blue', 'green', 'amber', 'red', 'purple'];
  const days = laidOut([...colors.map((color) => day('2026-11-10', '2026-11-11', color)), day('2026-11-09', '2026-11-12', 'gray')]).flatMap(
    (week) => week.days,
  );
  const of = (date: string) => days.find((one) => one.date === date);
  expect(of('2026-11-10')).toMatchObject({ count: 6, colors: ['gray', 'amber', 'blue', 'green'] });
  expect(of('2026-11-11')).toMatchObject({ count: 1, colors: ['gray'] });
  expect(of('2026-11-12')).toMatchObject({ count: 0, colors: [] });
});
