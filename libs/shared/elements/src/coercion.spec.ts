import { ChangeDetectionStrategy, Component, ViewEncapsulation, booleanAttribute, input, numberAttribute } from '@angular/core';
import { afterEach, expect, test } from 'vitest';
import { defineFeature } from './define-feature';

@Component({
  selector: 'pt-coerced',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '',
})
class Coerced {
  readonly surveyId = input('none');
  readonly maxItems = input(3, { transform: numberAttribute });
  readonly pageSize = input(10, { transform: (value: unknown) => numberAttribute(value, 10) });
  readonly open = input(false, { transform: booleanAttribute });
  readonly startDay = input('today');
  readonly needed = input.required<string>();
}

const defined = defineFeature({ component: Coerced })('pt-coerced');

type Properties = Readonly<Record<string, unknown>>;
interface CoercedElement extends HTMLElement {
  [property: string]: unknown;
}

async function place(attributes: string): Promise<CoercedElement> {
  await defined;
  document.body.innerHTML = `<pt-coerced ${attributes}></pt-coerced>`;
  return document.body.querySelector<CoercedElement>('pt-coerced')!;
}
const read = (element: CoercedElement, names: Properties) => Object.fromEntries(Object.keys(names).map((name) => [name, element[name]]));

afterEach(() => document.body.replaceChildren());

const written: readonly { attributes: string; expected: Properties }[] = [
  { attributes: '', expected: { surveyId: 'none', maxItems: 3, pageSize: 10, open: false, startDay: 'today', needed: undefined } },
  { attributes: 'survey-id="42"', expected: { surveyId: '42' } },
  { attributes: 'survey-id=""', expected: { surveyId: '' } },
  { attributes: 'max-items="7"', expected: { maxItems: 7 } },
  { attributes: 'max-items="-0.5"', expected: { maxItems: -0.5 } },
  { attributes: 'max-items="seven"', expected: { maxItems: NaN } },
  { attributes: 'page-size="seven"', expected: { pageSize: 10 } },
  { attributes: 'page-size=""', expected: { pageSize: 10 } },
  { attributes: 'open', expected: { open: true } },
  { attributes: 'open=""', expected: { open: true } },
  { attributes: 'open="open"', expected: { open: true } },
  { attributes: 'open="true"', expected: { open: true } },
  { attributes: 'open="false"', expected: { open: false } },
  { attributes: 'start-day="2026-11-22"', expected: { startDay: '2026-11-22' } },
  { attributes: 'needed="yes"', expected: { needed: 'yes' } },
];

test.each(written)('<pt-coerced $attributes> is $expected', async ({ attributes, expected }) => {
  expect(read(await place(attributes), expected)).toEqual(expected);
});

const set: readonly { properties: Properties; expected: Properties }[] = [
  { properties: { maxItems: '7' }, expected: { maxItems: 7 } },
  { properties: { maxItems: 7 }, expected: { maxItems: 7 } },
  { properties: { pageSize: null }, expected: { pageSize: 10 } },
  { properties: { open: 'false' }, expected: { open: false } },
  { properties: { open: '' }, expected: { open: true } },
  { properties: { open: true }, expected: { open: true } },
  { properties: { open: null }, expected: { open: false } },
  { properties: { surveyId: 42 }, expected: { surveyId: 42 } },
];

test.each(set)('$properties set is $expected read, on the page and once it is there', async ({ properties, expected }) => {
  const element = await place('');
  Object.assign(element, properties);
  const loose = document.createElement('pt-coerced') as CoercedElement;
  Object.assign(loose, properties);

  expect(read(element, expected)).toEqual(expected);
  document.body.append(loose);
  expect(read(loose, expected)).toEqual(expected);
});

test('a property that is set writes no attribute, and the later of the two counts', async () => {
  const element = await place('survey-id="1"');
  element['surveyId'] = '2';
  expect([element.getAttribute('survey-id'), element['surveyId']]).toEqual(['1', '2']);
  element.setAttribute('survey-id', '3');
  expect(element['surveyId']).toBe('3');
  element['surveyId'] = '4';
  element.removeAttribute('survey-id');
  expect(element['surveyId']).toBe('none');
});

test('an attribute that is removed before the element is on the page leaves the default', async () => {
  await defined;
  const element = document.createElement('pt-coerced') as CoercedElement;
  element.setAttribute('max-items', '7');
  element.removeAttribute('max-items');
  document.body.append(element);

  expect(element['maxItems']).toBe(3);
});
