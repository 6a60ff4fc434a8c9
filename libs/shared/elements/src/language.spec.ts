import { ChangeDetectionStrategy, Component, ViewEncapsulation } from '@angular/core';
import { afterEach, expect, test } from 'vitest';
import { defineFeature } from './define-feature';
import { injectLanguage } from './language';

@Component({
  selector: 'pt-language',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '{{ spoken.language() }} {{ spoken.locale() }}',
})
class Spoken {
  protected readonly spoken = injectLanguage();
}

const define = defineFeature({ component: Spoken });
const defined = define('pt-language');
const rendered = () => new Promise((resolve) => setTimeout(resolve, 20));
const spokenBy = (element: Element) => element.shadowRoot!.textContent!.trim();

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.removeAttribute('lang');
});

const cases = [
  { what: 'nothing said', html: '<pt-language></pt-language>', spoken: 'en en' },
  { what: 'its own lang', html: '<pt-language lang="ja"></pt-language>', spoken: 'ja ja' },
  { what: 'locale before lang', html: '<pt-language lang="ja" locale="en-gb"></pt-language>', spoken: 'en en-GB' },
  {
    what: 'the nearest ancestor',
    html: '<main lang="en"><section lang="ja-JP"><pt-language></pt-language></section></main>',
    spoken: 'ja ja-JP',
  },
  { what: 'a calendar in the tag', html: '<pt-language locale="ja-JP-u-ca-japanese"></pt-language>', spoken: 'ja ja-JP-u-ca-japanese' },
  { what: 'a language it does not speak', html: '<section lang="fr"><pt-language></pt-language></section>', spoken: 'en en' },
  { what: 'a tag that is none', html: '<pt-language lang="japanese, please"></pt-language>', spoken: 'en en' },
  {
    what: 'an empty lang, which means unknown',
    html: '<section lang="ja"><div lang=""><pt-language></pt-language></div></section>',
    spoken: 'en en',
  },
];

test.each(cases)('$what', async ({ html, spoken }) => {
  await defined;
  document.body.innerHTML = html;
  expect(spokenBy(document.querySelector('pt-language')!)).toBe(spoken);
});

test('an ancestor outside of the shadow root it stands in', async () => {
  await defined;
  document.body.innerHTML = '<div lang="ja"></div>';
  const root = document.body.firstElementChild!.attachShadow({ mode: 'open' });
  root.innerHTML = '<pt-language></pt-language>';
  expect(spokenBy(root.querySelector('pt-language')!)).toBe('ja ja');
});

test('follows the page when its language changes, and catches up after having been away', async () => {
  await defined;
  document.body.innerHTML = '<pt-language></pt-language>';
  const element = document.querySelector('pt-language')!;
  await rendered();
  document.documentElement.lang = 'ja';
  await rendered();
  expect(spokenBy(element)).toBe('ja ja');

  element.remove();
  await rendered();
  document.documentElement.lang = 'en';
  document.body.append(element);
  await rendered();
  expect(spokenBy(element)).toBe('en en');
});

test('moved to a part of the page in another language, it speaks that one', async () => {
  await defined;
  document.body.innerHTML = '<pt-language></pt-language><section lang="ja"></section>';
  const element = document.querySelector('pt-language')!;
  await rendered();
  document.querySelector('section')!.append(element);
  await rendered();
  expect(spokenBy(element)).toBe('ja ja');
});
