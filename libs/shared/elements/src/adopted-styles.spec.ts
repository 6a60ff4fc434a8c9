import { ChangeDetectionStrategy, Component, ViewEncapsulation } from '@angular/core';
import { afterEach, expect, test } from 'vitest';
import { defineFeature } from './define-feature';

@Component({
  selector: 'pt-dot',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: 'i { color: green; }',
  template: '<i>dot</i>',
})
class Dot {}

@Component({
  selector: 'pt-styled',
  imports: [Dot],
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: ':host { display: block; }',
  template: '<pt-dot />',
})
class Styled {}

const defined = defineFeature({ component: Styled })('pt-styled');
const rules = (root: ShadowRoot) => root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText));

afterEach(() => document.body.replaceChildren());

test('an element in a shadow root of the page dresses its own root and leaves that one alone', async () => {
  await defined;
  document.body.innerHTML = '<main></main>';
  const outer = document.body.firstElementChild!.attachShadow({ mode: 'open' });
  outer.innerHTML = '<pt-styled></pt-styled>';
  const second = document.createElement('pt-styled');
  outer.append(second);

  expect(rules(outer)).toEqual([]);
  expect(outer.querySelector('style')).toBeNull();
  expect(rules(second.shadowRoot!)).toHaveLength(2);
});

test('what the page adopted into the open root of an element stays', async () => {
  await defined;
  document.body.innerHTML = '<pt-styled></pt-styled>';
  const root = document.body.firstElementChild!.shadowRoot!;
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets.push(own);
  document.body.append(root.host);

  expect(root.adoptedStyleSheets).toHaveLength(3);
  expect(root.adoptedStyleSheets.at(-1)).toBe(own);
});
