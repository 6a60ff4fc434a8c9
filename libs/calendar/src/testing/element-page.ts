/** One of the elements that only show events, in jsdom, and words for what a test does with it. */

import { type Type } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { vi } from 'vitest';
import { CLOCK } from '../state/clock';
import { api, now } from './calendar-page';

export interface ElementPage<C> {
  readonly fixture: ComponentFixture<C>;
  readonly root: ShadowRoot;
  set(input: string, value: unknown): void;
  find<E extends HTMLElement>(selector: string): E | undefined;
  /** Of every match, with single spaces. */
  texts(selector: string): string[];
  press(label: string): Promise<void>;
  key(key: string, target?: Element | undefined): Promise<void>;
  until<T>(condition: () => T): Promise<T>;
}

export interface ElementPageOptions {
  readonly locale?: string;
  /** Milliseconds since 1970-01-01T00:00Z; what the clock shows. */
  readonly at?: number;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

export async function openElement<C>(
  component: Type<C>,
  { locale = 'en-US', at = now, inputs = {} }: ElementPageOptions = {},
): Promise<ElementPage<C>> {
  TestBed.configureTestingModule({ providers: [{ provide: CLOCK, useValue: () => at }] });
  document.documentElement.lang = locale;
  const fixture = TestBed.createComponent(component);
  const set = (input: string, value: unknown) => fixture.componentRef.setInput(input, value);
  for (const [input, value] of Object.entries({ timeZone: 'Asia/Tokyo', api, ...inputs })) set(input, value);
  const host = fixture.nativeElement as HTMLElement;
  document.body.append(host);
  await fixture.whenStable();
  const root = host.shadowRoot!;
  const textOf = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();

  return {
    fixture,
    root,
    set,
    find: <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector) ?? undefined,
    texts: (selector) => [...root.querySelectorAll(selector)].map(textOf),
    async press(label) {
      const button = [...root.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? textOf(one)) === label);
      if (!button) throw new Error(`No button "${label}".`);
      button.click();
      await fixture.whenStable();
    },
    async key(key, target = root.querySelector('[data-active]') ?? undefined) {
      const [name = '', ...modifiers] = key.split('+').reverse();
      const init = { shiftKey: modifiers.includes('Shift'), bubbles: true, composed: true, cancelable: true };
      target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, ...init }));
      await fixture.whenStable();
    },
    until: (condition) =>
      vi.waitFor(
        async () => {
          await fixture.whenStable();
          const value = condition();
          if (!value) throw new Error(`Still not so: ${condition.toString()}`);
          return value;
        },
        { timeout: 10_000 },
      ),
  };
}

/** What an output told, oldest first. */
export function listen<T>(output: { subscribe(listener: (value: T) => void): unknown }): T[] {
  const heard: T[] = [];
  output.subscribe((value) => heard.push(value));
  return heard;
}
