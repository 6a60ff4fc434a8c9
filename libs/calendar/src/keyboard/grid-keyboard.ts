/** Keys in a grid of days: move, open, add, delete. Both views share them; what the arrows up and down mean is theirs. */

import { type CalendarDate } from '../dates/calendar-date';
import { dateAfterKey } from '../layout/visible-range';
import { type Editing } from '../state/editing';
import { type Navigation } from '../state/navigation';

export interface GridKeyboard {
  readonly navigation: Navigation;
  readonly editing: Editing;
  /** Adds an event where the reader is. */
  add(): void;
  /** Moves the active day; the view then focuses its cell. */
  moveTo(date: CalendarDate): void;
  focusCell(): void;
}

/** `true` when the key was one of ours; the view then looks no further. */
export function handleGridKey(event: KeyboardEvent, { navigation, editing, add, moveTo, focusCell }: GridKeyboard): boolean {
  const target = event.target as Element;
  if (!target.closest('[role=grid]')) return false;
  const chip = target.closest<HTMLElement>('[data-event]');
  const done = () => {
    event.preventDefault();
    return true;
  };

  if (chip) {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      const chosen = editing.store.events().find(({ id }) => id === chip.dataset['event']);
      if (chosen) void editing.remove(chosen);
      // Reached by Tab it is one of the active day's; reached by the mouse its own day becomes active.
      if (chip.tabIndex >= 0) focusCell();
      else moveTo(chip.closest<HTMLElement>('[data-date]')?.dataset['date'] as CalendarDate);
      return done();
    }
    if (event.key === 'Escape') return (focusCell(), done());
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') return (focusNeighbour(chip, event.key === 'ArrowUp' ? -1 : 1), done());
    // The browser clicks a focused button itself.
    if (event.key === 'Enter' || event.key === ' ') return false;
  }

  const modified = event.ctrlKey || event.altKey || event.metaKey;
  if (!modified && event.key.toLowerCase() === 'n') return (add(), done());
  if (!modified && target.matches('[role=gridcell]') && (event.key === 'Enter' || event.key === ' ')) {
    editing.openDay(navigation.date());
    return done();
  }
  const date = dateAfterKey(navigation.view(), event, navigation.date(), navigation.weekStart());
  if (!date) return false;
  moveTo(date);
  return done();
}

/** The day whose cell was clicked; `undefined` when it was a button in the cell, which speaks for itself. */
export function pointedDate({ target }: Event): CalendarDate | undefined {
  return pointedCell(target)?.dataset['date'] as CalendarDate | undefined;
}

export function pointedCell(target: EventTarget | null): HTMLElement | undefined {
  const element = target as Element;
  return element.closest('button') ? undefined : (element.closest<HTMLElement>('[data-date]') ?? undefined);
}

/** The events of the active day are those that Tab reaches. */
function focusNeighbour(chip: HTMLElement, step: -1 | 1): void {
  const reachable = [...(chip.closest('[role=grid]')?.querySelectorAll<HTMLElement>('[data-event][tabindex="0"]') ?? [])];
  reachable[reachable.indexOf(chip) + step]?.focus();
}
