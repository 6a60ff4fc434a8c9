/** English. The shape of every other language. */

import { type FieldError } from '../api/calendar-backend';
import { type EventColor } from '../events/calendar-event';

export interface Words {
  readonly calendar: string;
  readonly today: string;
  readonly month: string;
  readonly week: string;
  readonly view: string;
  readonly previous: { readonly month: string; readonly week: string };
  readonly next: { readonly month: string; readonly week: string };
  readonly newEvent: string;
  readonly timesIn: (zone: string) => string;
  readonly allDay: string;
  readonly hours: string;
  readonly more: (count: number) => string;
  readonly moreOn: (count: number, day: string) => string;
  readonly eventCount: (count: number) => string;
  readonly continuesBefore: string;
  readonly continuesAfter: string;
  readonly saving: string;
  readonly loading: string;
  readonly empty: (period: string) => string;
  readonly emptyHint: string;
  readonly emptyDay: string;
  readonly loadFailed: {
    readonly offline: string;
    readonly unavailable: string;
    readonly unauthorized: string;
    readonly missing: string;
    readonly failed: string;
  };
  readonly retry: string;
  readonly dismiss: string;
  readonly undo: string;
  readonly discard: string;
  readonly review: string;
  readonly created: (title: string) => string;
  readonly changed: (title: string) => string;
  readonly deleted: (title: string) => string;
  readonly undoHint: string;
  readonly restored: (title: string) => string;
  readonly saveFailed: (title: string) => string;
  readonly deleteFailed: (title: string) => string;
  readonly restoreFailed: (title: string) => string;
  readonly because: {
    readonly offline: string;
    readonly unavailable: string;
    readonly unauthorized: string;
    readonly gone: string;
    readonly conflict: string;
    readonly invalid: string;
    readonly failed: string;
  };
  readonly keys: string;
  readonly form: {
    readonly create: string;
    readonly edit: string;
    readonly title: string;
    readonly allDay: string;
    readonly starts: string;
    readonly ends: string;
    readonly date: (label: string) => string;
    readonly time: (label: string) => string;
    readonly timeZone: string;
    readonly location: string;
    readonly notes: string;
    readonly color: string;
    readonly optional: string;
    readonly save: string;
    readonly cancel: string;
    readonly delete: string;
    readonly close: string;
    readonly skipped: string;
    readonly repeated: string;
    readonly conflict: string;
    readonly conflictGone: string;
    readonly theirs: string;
    readonly reload: string;
    readonly overwrite: string;
    readonly recreate: string;
    readonly errorSummary: string;
  };
  readonly errors: Readonly<Record<FieldError['code'], string>>;
  readonly tooLong: (limit: number) => string;
  readonly titleRequired: string;
  readonly colors: Readonly<Record<EventColor, string>>;
}

export const en: Words = {
  calendar: 'Calendar',
  today: 'Today',
  month: 'Month',
  week: 'Week',
  view: 'View',
  previous: { month: 'Previous month', week: 'Previous week' },
  next: { month: 'Next month', week: 'Next week' },
  newEvent: 'New event',
  timesIn: (zone) => `Times in ${zone}`,
  allDay: 'All day',
  hours: 'Time',
  more: (count) => `+${count} more`,
  moreOn: (count, day) => `${count} more on ${day}`,
  eventCount: (count) => (count === 0 ? 'no events' : count === 1 ? '1 event' : `${count} events`),
  continuesBefore: 'continued',
  continuesAfter: 'continues',
  saving: 'Saving',
  loading: 'Loading events',
  empty: (period) => `Nothing planned in ${period}`,
  emptyHint: 'Add the first event with the button above, or press N on a day.',
  emptyDay: 'Nothing planned on this day.',
  loadFailed: {
    offline: 'The calendar cannot be reached. Check your connection.',
    unavailable: 'The calendar is taking a short break. Try again in a moment.',
    unauthorized: 'You are signed out. Sign in again to see the events.',
    missing: 'This calendar does not exist, or you may not see it.',
    failed: 'The events could not be loaded.',
  },
  retry: 'Try again',
  dismiss: 'Dismiss',
  undo: 'Undo',
  discard: 'Discard',
  review: 'Review',
  created: (title) => `“${title}” added`,
  changed: (title) => `“${title}” saved`,
  deleted: (title) => `“${title}” deleted`,
  undoHint: '– Control Z brings it back.',
  restored: (title) => `“${title}” is back`,
  saveFailed: (title) => `“${title}” was not saved.`,
  deleteFailed: (title) => `“${title}” was not deleted.`,
  restoreFailed: (title) => `“${title}” could not be brought back.`,
  because: {
    offline: 'You seem to be offline.',
    unavailable: 'The calendar is taking a short break.',
    unauthorized: 'You are signed out.',
    gone: 'It no longer exists.',
    conflict: 'Somebody else changed it.',
    invalid: 'Some fields need another look.',
    failed: 'Something went wrong on the server.',
  },
  keys: 'Arrow keys move by day and week, Page Up and Page Down turn pages. Enter opens the day, N adds an event. Tab reaches the events of the day, Delete removes one.',
  form: {
    create: 'New event',
    edit: 'Edit event',
    title: 'Title',
    allDay: 'All day',
    starts: 'Starts',
    ends: 'Ends',
    date: (label) => `${label}, date`,
    time: (label) => `${label}, time`,
    timeZone: 'Time zone',
    location: 'Location',
    notes: 'Notes',
    color: 'Color',
    optional: 'optional',
    save: 'Save',
    cancel: 'Cancel',
    delete: 'Delete',
    close: 'Close',
    skipped: 'Clocks go forward then: this time does not exist, the event starts an hour later.',
    repeated: 'Clocks go back then: this time comes twice, the event starts at the first.',
    conflict: 'Somebody else changed this event while you were editing it.',
    conflictGone: 'Somebody else deleted this event while you were editing it.',
    theirs: 'It is now',
    reload: 'Use their version',
    overwrite: 'Save mine instead',
    recreate: 'Add it again',
    errorSummary: 'The event was not saved. Please check the marked fields.',
  },
  errors: {
    required: 'Please fill this in.',
    'too-long': 'This is too long.',
    invalid: 'This cannot be used.',
    'before-start': 'The end is before the start.',
    'too-far': 'This is too far away.',
  },
  tooLong: (limit) => `Please use at most ${limit} characters.`,
  titleRequired: 'Please give the event a title.',
  colors: { blue: 'Blue', green: 'Green', amber: 'Amber', red: 'Red', purple: 'Purple', teal: 'Teal', gray: 'Gray' },
};
