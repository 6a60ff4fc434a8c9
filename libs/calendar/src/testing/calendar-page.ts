/** The calendar in jsdom with what jsdom lacks, and words for what a test does with it. */

import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { type HeadersSource } from '@shared/api';
import { vi } from 'vitest';
import { Calendar } from '../calendar';
import { CLOCK } from '../state/clock';

/** A Wednesday, 13:20 in Tokyo. */
export const now = Date.parse('2026-11-18T04:20:00Z');
export const api = 'https://api.school.example';

export interface CalendarPageOptions {
  readonly calendarId: string;
  readonly view?: string;
  readonly date?: string;
  readonly timeZone?: string;
  readonly locale?: string;
  readonly weekStart?: string;
  readonly headers?: HeadersSource;
}

export interface CalendarPage {
  readonly fixture: ComponentFixture<Calendar>;
  readonly root: ShadowRoot;
  set(input: string, value: unknown): void;
  /** Titles of the events in the grid, in reading order. */
  titles(): string[];
  period(): string;
  /** What a live region said last. */
  said(): string;
  notice(): string;
  find<E extends HTMLElement>(selector: string): E | undefined;
  event(title: string): HTMLElement;
  press(label: string): Promise<void>;
  key(key: string, target?: Element | null): Promise<void>;
  type(selector: string, value: string): Promise<void>;
  focused(): Element | null;
  /** Waits until the condition holds; the API's answers come in their own time. */
  until<T>(condition: () => T): Promise<T>;
}

export async function openCalendar({ locale = 'en-US', headers, ...inputs }: CalendarPageOptions): Promise<CalendarPage> {
  provideDialogs();
  TestBed.configureTestingModule({ providers: [{ provide: CLOCK, useValue: () => now }] });
  document.documentElement.lang = locale;
  const fixture = TestBed.createComponent(Calendar);
  const set = (input: string, value: unknown) => fixture.componentRef.setInput(input, value);
  for (const [input, value] of Object.entries({ timeZone: 'Asia/Tokyo', api, ...inputs })) set(input, value);
  if (headers) set('headers', headers);
  const host = fixture.nativeElement as HTMLElement;
  document.body.append(host);
  await fixture.whenStable();
  const root = host.shadowRoot!;
  const text = (selector: string) => root.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const event = (title: string) => {
    const chip = [...root.querySelectorAll<HTMLElement>('[role=grid] [data-event]')].find((chip) => titleOf(chip) === title);
    if (!chip) throw new Error(`No event "${title}" in the grid.`);
    return chip;
  };
  const settled = () => fixture.whenStable();

  return {
    fixture,
    root,
    set,
    titles: () => [...root.querySelectorAll('[role=grid] [data-event]')].map(titleOf),
    period: () => text('.period'),
    said: () => text('[role=status]'),
    notice: () => text('.notice-text'),
    find: <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector) ?? undefined,
    event,
    async press(label) {
      const button = [...root.querySelectorAll('button')].find(
        (button) => (button.getAttribute('aria-label') ?? button.textContent.trim()) === label,
      );
      if (!button) throw new Error(`No button "${label}".`);
      button.focus();
      button.click();
      await settled();
    },
    async key(key, target = root.querySelector('[data-active]')) {
      const [name = '', ...modifiers] = key.split('+').reverse();
      const init = {
        shiftKey: modifiers.includes('Shift'),
        ctrlKey: modifiers.includes('Control'),
        bubbles: true,
        composed: true,
        cancelable: true,
      };
      target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, ...init }));
      await settled();
    },
    async type(selector, value) {
      const field = root.querySelector<HTMLInputElement>(selector);
      if (!field) throw new Error(`No field ${selector}.`);
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    },
    focused: () => root.activeElement,
    until: (condition) =>
      vi.waitFor(async () => {
        await settled();
        const value = condition();
        if (!value) throw new Error(`Still not so: ${condition.toString()}`);
        return value;
      }, patience),
  };
}

/** Milliseconds; a busy machine takes its time. */
const patience = { timeout: 10_000 };

const titleOf = (chip: Element) => chip.querySelector('.chip-title')?.textContent.trim() ?? '';

/** jsdom has no modal dialogs; what a browser does with them is tested in one. */
function provideDialogs(): void {
  const prototype = HTMLDialogElement.prototype as Partial<HTMLDialogElement>;
  prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
  };
}
