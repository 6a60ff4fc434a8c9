import {
  ChangeDetectionStrategy,
  Component,
  ViewEncapsulation,
  booleanAttribute,
  effect,
  input,
  numberAttribute,
  output,
  signal,
} from '@angular/core';
import { afterEach, expect, test, vi } from 'vitest';
import { defineFeature } from './define-feature';
import type { ElementContext } from './element-context';
import { injectElement } from './feature-element';
import type { ElementError } from './report-error';

@Component({
  selector: 'pt-badge',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: 'b { color: green; }',
  template: '<b>badge</b>',
})
class Badge {}

@Component({
  selector: 'pt-fixture',
  imports: [Badge],
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: ':host { display: block; }',
  template: `
    <p>{{ surveyId() }}|{{ maxItems() + 1 }}|{{ open() }}|{{ count() }}</p>
    <button class="pick" (click)="pick()">Pick</button>
    <button class="fail" (click)="fail()">Fail</button>
    @if (open()) {
      <pt-badge />
    }
    @if (broken()) {
      {{ explode() }}
    }
  `,
})
class Fixture {
  readonly surveyId = input('none');
  readonly maxItems = input(3, { transform: numberAttribute });
  readonly open = input(false, { transform: booleanAttribute });
  readonly broken = input(false, { transform: booleanAttribute });
  readonly itemPicked = output<number>();
  protected readonly count = signal(0);
  private readonly host = injectElement();

  constructor() {
    effect(() => this.host.element.setAttribute('data-connected', String(this.host.connected())));
  }

  protected pick(): void {
    this.count.update((count) => count + 1);
    this.itemPicked.emit(this.count());
  }

  protected fail(): void {
    throw new Error('listener');
  }

  protected explode(): string {
    throw new Error('template');
  }
}

@Component({
  selector: 'pt-stillborn',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '',
})
class Stillborn {
  constructor() {
    throw new Error('constructor');
  }
}

interface FixtureElement extends HTMLElement {
  surveyId: string;
  maxItems: unknown;
  open: unknown;
  locale: string;
}

const context: ElementContext = { feature: 'fixture', version: '1.1.0', url: 'https://cdn.example.com/elements/v1.1.0/fixture/main.js' };
const define = defineFeature({ component: Fixture });
let tags = 0;
const newTag = () => `pt-fixture-${++tags}`;

async function place(html = (tag: string) => `<${tag}></${tag}>`, feature = define): Promise<FixtureElement> {
  const tag = newTag();
  await feature(tag, context);
  document.body.innerHTML = html(tag);
  return document.body.querySelector(tag)!;
}

/** What a person reads, once Angular has rendered. */
const text = async (element: HTMLElement) => {
  await rendered();
  return element.shadowRoot!.querySelector('p')!.textContent;
};
const rendered = () => new Promise((resolve) => setTimeout(resolve, 20));
const press = (element: HTMLElement, button: 'pick' | 'fail') =>
  element.shadowRoot!.querySelector<HTMLButtonElement>(`.${button}`)!.click();

function listen<Detail>(name: string): CustomEvent<Detail>[] {
  const heard: CustomEvent<Detail>[] = [];
  document.addEventListener(name, (event) => heard.push(event as CustomEvent<Detail>));
  return heard;
}

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

test('attributes in dashes are coerced by the inputs', async () => {
  const element = await place((tag) => `<${tag} survey-id="42" max-items="7" open></${tag}>`);

  expect(await text(element)).toBe('42|8|true|0');
  expect([element.surveyId, element.maxItems, element.open]).toEqual(['42', 7, true]);
});

test('properties that were set before the element is defined count', async () => {
  const tag = newTag();
  document.body.innerHTML = `<${tag} survey-id="42"></${tag}>`;
  const element = document.body.querySelector<FixtureElement>(tag)!;
  Object.assign(element, { surveyId: '43', maxItems: '1', locale: 'ja' });
  await define(tag, context);

  expect(await text(element)).toBe('43|2|false|0');
  expect(element.getAttribute('locale')).toBe('ja');
});

test('a removed attribute brings back what the component starts with', async () => {
  const element = await place((tag) => `<${tag} survey-id="42" max-items="7" open></${tag}>`);
  for (const name of ['survey-id', 'max-items', 'open']) element.removeAttribute(name);

  expect(await text(element)).toBe('none|4|false|0');
});

test('outputs are events in dashes that leave shadow roots', async () => {
  const heard = listen<number>('item-picked');
  const element = await place();
  press(element, 'pick');

  expect(heard.map(({ detail, target, composed }) => ({ detail, target, composed }))).toEqual([
    { detail: 1, target: element, composed: true },
  ]);
});

test('a synchronous move keeps the state, and the component does not notice', async () => {
  const element = await place();
  press(element, 'pick');
  const values: (string | null)[] = [];
  const observer = new MutationObserver(() => values.push(element.getAttribute('data-connected')));
  observer.observe(element, { attributes: true, attributeFilter: ['data-connected'] });
  document.body.append(document.createElement('div'));
  document.body.lastElementChild!.append(element);

  expect(await text(element)).toBe('none|4|false|1');
  expect(values).toEqual([]);
  observer.disconnect();
});

test('detached and attached again later, it goes on where it was and takes what was set meanwhile', async () => {
  const heard = listen<number>('item-picked');
  const element = await place();
  press(element, 'pick');
  element.remove();
  await rendered();
  expect(element.getAttribute('data-connected')).toBe('false');
  element.surveyId = 'away';
  document.body.append(element);

  expect(await text(element)).toBe('away|4|false|1');
  expect(element.getAttribute('data-connected')).toBe('true');
  press(element, 'pick');
  expect(await text(element)).toBe('away|4|false|2');
  expect(heard.map(({ detail }) => detail)).toEqual([1, 2]);
});

test('taken out together with what it stands in, it stays there and goes on when that comes back', async () => {
  const element = await place((tag) => `<main><section><${tag}></${tag}></section></main>`);
  press(element, 'pick');
  const section = element.parentElement!;
  section.remove();
  await rendered();
  expect(element.parentElement).toBe(section);
  document.querySelector('main')!.append(section);

  press(element, 'pick');
  expect(await text(element)).toBe('none|4|false|2');
});

test('each tag is a class of its own, and a taken tag is left alone with a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const [first, second] = [newTag(), newTag()];
  await define(first, context);
  await define(second, context);
  const before = customElements.get(first);
  await define(first, context);

  expect(customElements.get(second)).not.toBe(before);
  expect(customElements.get(first)).toBe(before);
  expect(warn).toHaveBeenCalledWith(`<${first}> is defined already; ${context.url} leaves it as it is.`);
});

test('styles are adopted, its own and those of components that come later, and no style element is written', async () => {
  const element = await place(undefined, defineFeature({ component: Fixture }));
  expect(element.shadowRoot!.adoptedStyleSheets).toHaveLength(1);
  element.open = true;
  await rendered();

  expect(element.shadowRoot!.adoptedStyleSheets).toHaveLength(2);
  expect(element.shadowRoot!.querySelector('style')).toBeNull();
});

test('an error in a listener is the event of the element it happened in', async () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const heard = listen<ElementError>('pintag-error');
  const element = await place((tag) => `<${tag}></${tag}><${tag}></${tag}>`);
  press(element.nextElementSibling as HTMLElement, 'fail');

  expect(heard.map(({ detail, target }) => ({ ...detail, target }))).toEqual([
    { code: 'PT_ELEMENT_FAILED', message: 'listener', url: context.url, version: '1.1.0', target: element.nextElementSibling },
  ]);
});

test('an error while rendering is the event of the element it happened in, and the others still render', async () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const heard = listen<ElementError>('pintag-error');
  const element = await place((tag) => `<${tag}></${tag}><${tag}></${tag}>`);
  const other = element.nextElementSibling as FixtureElement;
  element.toggleAttribute('broken', true);
  other.surveyId = 'fine';

  expect(await text(other)).toBe('fine|4|false|0');
  expect(heard.map(({ detail, target }) => [detail.message, target])).toEqual([['template', element]]);
  element.removeAttribute('broken');
  press(element, 'pick');
  expect(await text(element)).toBe('none|4|false|1');
});

test('a component that cannot start says so and leaves the light-DOM children visible', async () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const heard = listen<ElementError>('pintag-error');
  await defineFeature({ component: Stillborn })('pt-stillborn', context);
  document.body.innerHTML = '<pt-stillborn><a href="/surveys/42">Open the form</a></pt-stillborn>';
  const element = document.body.querySelector('pt-stillborn')!;

  expect(heard.map(({ detail }) => detail.message)).toEqual(['constructor']);
  expect(element.shadowRoot?.querySelector('slot') ?? element.shadowRoot).toSatisfy(
    (shown) => shown === null || shown instanceof HTMLSlotElement,
  );
});
