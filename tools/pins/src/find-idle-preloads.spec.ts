import { expect, test } from 'vitest';
import { findIdlePreloads } from './find-idle-preloads.ts';

const cdn = 'https://cdn.example.com/elements';
const preload = (path: string) => `<link rel="modulepreload" href="${cdn}/${path}" integrity="sha384-x" crossorigin="anonymous">\n`;
const tag = (version: string, feature = 'calendar', query = '') =>
  `<script src="${cdn}/v${version}/${feature}/main.js${query}"></script>\n`;

test('lines of the version that a tag loads are right, those of another are idle', () => {
  const page =
    preload('v1.0.0/calendar/element-A.js') +
    preload('v1.1.0/calendar/element-B.js') +
    preload('v1.0.0/calendar/chunks/c-1.js') +
    tag('1.1.0');
  expect(findIdlePreloads(page, 'calendar')).toEqual([
    { line: 1, version: '1.0.0' },
    { line: 3, version: '1.0.0' },
  ]);
});

test('a version beside another is loaded too', () => {
  const page = preload('v1.0.0/calendar/element-A.js') + tag('1.1.0') + tag('1.0.0', 'calendar', '?tag=pt-calendar-old');
  expect(findIdlePreloads(page, 'calendar')).toEqual([]);
});

test('other features, the runtime and the tags themselves are not looked at', () => {
  const page =
    preload('v1.0.0/calendar-month/element-A.js') +
    preload('runtime/angular-22.1.7-0123456789abcdef/angular.js') +
    tag('1.1.0', 'calendar-month') +
    tag('1.1.0');
  expect(findIdlePreloads(page, 'calendar')).toEqual([]);
});
