/** Timed events of one day beside each other: vertical extent in minutes, side by side where they overlap. */

import { type CalendarDate } from '../dates/calendar-date';
import { type Zone } from '../dates/zoned-time';
import { type CalendarEvent, isLong, type SpannedEvent } from '../events/calendar-event';

export interface Block {
  readonly event: CalendarEvent;
  /** Minutes on the wall clock since midnight, 0 to 1440. */
  readonly top: number;
  readonly height: number;
  /** Column from 0, how many columns it spans, and how many its group has. */
  readonly column: number;
  readonly span: number;
  readonly columns: number;
  readonly continuesBefore: boolean;
  readonly continuesAfter: boolean;
}

/** Shorter events are drawn this tall, so that a finger can hit them and a title fits. */
export const minimumMinutes = 30;
const minutesPerDay = 1440;

type Extent = Pick<Block, 'event' | 'top' | 'height' | 'continuesBefore' | 'continuesAfter'>;

/** `events` in the order they should read; those that belong above the hours (`isLong`) are left out. */
export function layoutDay(events: readonly SpannedEvent[], date: CalendarDate, zone: Zone): Block[] {
  const extents = events.flatMap((event) => extentOn(event, date, zone)).sort((a, b) => a.top - b.top || b.height - a.height);
  return groupsOf(extents).flatMap(placeGroup);
}

function extentOn({ event, span: { first, last } }: SpannedEvent, date: CalendarDate, zone: Zone): Extent[] {
  const { when } = event;
  if (when.allDay || isLong(when)) return [];
  if (date < first || date > last) return [];

  const continuesBefore = first < date;
  const continuesAfter = last > date;
  const start = continuesBefore ? 0 : zone.wallTime(when.start).minutes;
  const end = continuesAfter ? minutesPerDay : endMinutes(when.end, date, zone);
  // On the night clocks go back an event may end "before" it starts on the wall; it is then as tall as it lasts.
  const lasting = end > start ? end - start : (when.end - when.start) / 60_000;
  const height = Math.min(Math.max(lasting, minimumMinutes), minutesPerDay);
  return [{ event, top: Math.min(start, minutesPerDay - height), height: Math.round(height), continuesBefore, continuesAfter }];
}

function endMinutes(end: number, date: CalendarDate, zone: Zone): number {
  const wall = zone.wallTime(end);
  return wall.date > date ? minutesPerDay : wall.minutes;
}

/** Runs of events that overlap, directly or through others. */
function groupsOf(extents: readonly Extent[]): Extent[][] {
  const groups: Extent[][] = [];
  let groupEnd = -1;
  for (const extent of extents) {
    if (extent.top >= groupEnd) groups.push([]);
    groups.at(-1)!.push(extent);
    groupEnd = Math.max(groupEnd, extent.top + extent.height);
  }
  return groups;
}

function placeGroup(group: readonly Extent[]): Block[] {
  const columns: Extent[][] = [];
  const placed = group.map((extent) => {
    const free = columns.findIndex((column) => column.every((other) => !overlap(other, extent)));
    const column = free === -1 ? columns.length : free;
    (columns[column] ??= []).push(extent);
    return { extent, column };
  });
  return placed.map(({ extent, column }) => {
    const next = columns.findIndex((others, index) => index > column && others.some((other) => overlap(other, extent)));
    return { ...extent, column, span: (next === -1 ? columns.length : next) - column, columns: columns.length };
  });
}

function overlap(a: Extent, b: Extent): boolean {
  return a.top < b.top + b.height && b.top < a.top + a.height;
}
