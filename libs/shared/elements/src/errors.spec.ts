import {
  ChangeDetectionStrategy,
  Component,
  ViewEncapsulation,
  afterNextRender,
  effect,
  inject,
  Injector,
  input,
  output,
} from '@angular/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defineFeature } from './define-feature';
import type { ElementContext } from './element-context';
import { injectElement } from './feature-element';
import type { ElementError } from './report-error';

type Place = 'constructor' | 'template' | 'effect' | 'listener' | 'subscriber' | 'child' | 'promise' | 'render';

@Component({
  selector: 'pt-child',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '{{ fail() }}',
})
class Child {
  protected fail(): string {
    throw new Error('child');
  }
}

@Component({
  selector: 'pt-failing',
  imports: [Child],
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ note() }}</p>
    <button (click)="press()">Press</button>
    @if (fails() === 'template') {
      {{ explode('template') }}
    }
    @if (fails() === 'child') {
      <pt-child />
    }
  `,
})
class Failing {
  readonly fails = input<Place | ''>('');
  readonly note = input('');
  readonly pressed = output();
  private readonly host = injectElement();
  private readonly injector = inject(Injector);

  constructor() {
    if (this.host.element.hasAttribute('stillborn')) this.explode('constructor');
    this.pressed.subscribe(() => {
      if (this.fails() === 'subscriber') this.explode('subscriber');
    });
    effect(() => {
      const fails = this.fails();
      if (fails === 'effect') this.explode('effect');
      if (fails === 'promise') Promise.reject(new Error('promise')).catch((error: unknown) => this.host.report(error, 'PT_OWN_CODE'));
      if (fails === 'render') afterNextRender(() => this.explode('render'), { injector: this.injector });
    });
  }

  protected press(): void {
    if (this.fails() === 'listener') this.explode('listener');
    this.pressed.emit();
  }

  protected explode(where: Place): string {
    throw new Error(where);
  }
}

const context: ElementContext = { feature: 'failing', version: '1.1.0', url: 'https://cdn.example.com/elements/v1.1.0/failing/main.js' };
const defined = defineFeature({ component: Failing })('pt-failing', context);
const rendered = () => new Promise((resolve) => setTimeout(resolve, 20));

interface FailingElement extends HTMLElement {
  fails: Place | '';
  note: string;
}

let heard: { readonly detail: ElementError; readonly target: EventTarget | null; readonly composed: boolean }[];
let stop: AbortController;

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  heard = [];
  stop = new AbortController();
  document.addEventListener(
    'pintag-error',
    (event) => heard.push({ detail: (event as CustomEvent<ElementError>).detail, target: event.target, composed: event.composed }),
    { signal: stop.signal },
  );
});

afterEach(async () => {
  stop.abort();
  document.body.replaceChildren();
  await rendered();
  vi.restoreAllMocks();
});

async function three(): Promise<readonly FailingElement[]> {
  await defined;
  document.body.innerHTML = '<pt-failing></pt-failing><pt-failing></pt-failing><pt-failing></pt-failing>';
  await rendered();
  return [...document.querySelectorAll<FailingElement>('pt-failing')];
}
const note = (element: Element | undefined) => element!.shadowRoot!.querySelector('p')!.textContent;

const places: readonly { place: Place; code?: string; press?: true }[] = [
  { place: 'template' },
  { place: 'child' },
  { place: 'effect' },
  { place: 'listener', press: true },
  { place: 'subscriber', press: true },
  { place: 'promise', code: 'PT_OWN_CODE' },
];

test.each(places)('an error in its $place is told by that element alone, and the others go on', async ({ place, code, press }) => {
  const elements = await three();
  elements[1]!.fails = place;
  for (const element of elements) element.note = 'new';
  if (press) elements[1]!.shadowRoot!.querySelector('button')!.click();
  await rendered();

  const detail = { code: code ?? 'PT_ELEMENT_FAILED', message: place, url: context.url, version: '1.1.0' };
  expect(heard).toEqual([{ detail, target: elements[1], composed: true }]);
  expect([note(elements[0]), note(elements[2])]).toEqual(['new', 'new']);
  expect(console.error).toHaveBeenCalledOnce();
});

test('what runs after the rendering of all of them is told by all of them', async () => {
  const elements = await three();
  elements[1]!.fails = 'render';
  await rendered();

  expect(heard.map(({ detail, target }) => [detail.message, target])).toEqual(elements.map((element) => ['render', element]));
});

test('an element that cannot start tells so each time it is put on the page, and starts once it can', async () => {
  await defined;
  document.body.innerHTML = '<pt-failing stillborn note="here"></pt-failing>';
  const element = document.querySelector('pt-failing')!;
  document.body.append(document.createElement('div'));
  element.remove();
  await rendered();
  document.body.append(element);
  await rendered();
  expect(heard.map(({ detail }) => detail.message)).toEqual(['constructor', 'constructor']);

  element.remove();
  element.removeAttribute('stillborn');
  await rendered();
  document.body.append(element);
  expect(note(element)).toBe('here');
});

test('a listener of the page that throws is no failure of the element', async () => {
  const [element] = await three();
  const uncaught = vi.fn((event: Event) => event.preventDefault());
  window.addEventListener('error', uncaught, { signal: stop.signal });
  element!.addEventListener('pressed', () => {
    throw new Error('of the page');
  });
  element!.shadowRoot!.querySelector('button')!.click();
  await rendered();

  expect(uncaught).toHaveBeenCalledOnce();
  expect(heard).toEqual([]);
});
