import { expect, test } from 'vitest';
import { preloadLine, preloadsOf } from './preload-lines.ts';

const cdn = 'https://cdn.example.com/elements';
const angular = '../../runtime/angular-22.1.7-0123456789abcdef/angular.js';
const forms = '../../runtime/angular-22.1.7-0123456789abcdef/forms.js';
const versionOf = (feature: string, paths: readonly string[], lazy: readonly string[] = []) => ({
  folder: `${cdn}/v1.0.0/${feature}/`,
  static: paths,
  files: [...paths, ...lazy, 'main.js'].map((path) => ({ path, integrity: `sha384-${path}` })),
});
const urls = (...versions: Parameters<typeof versionOf>[]) =>
  preloadsOf(versions.map((version) => versionOf(...version))).map(({ url }) => url);

test('a version that brings its own Angular needs its static files, and neither lazy ones nor the loader', () => {
  expect(preloadsOf([versionOf('calendar', ['element-A.js', 'chunk-B.js'], ['chunk-LAZY.js'])])).toEqual([
    { url: `${cdn}/v1.0.0/calendar/element-A.js`, integrity: 'sha384-element-A.js' },
    { url: `${cdn}/v1.0.0/calendar/chunk-B.js`, integrity: 'sha384-chunk-B.js' },
  ]);
});

test('the runtime comes first, because it is the larger part', () => {
  expect(urls(['calendar', ['element-A.js', 'chunk-B.js', angular]])).toEqual([
    `${cdn}/runtime/angular-22.1.7-0123456789abcdef/angular.js`,
    `${cdn}/v1.0.0/calendar/element-A.js`,
    `${cdn}/v1.0.0/calendar/chunk-B.js`,
  ]);
});

test('of several features, each has all that it needs before what only a later one needs; what they share is there once', () => {
  expect(urls(['calendar', ['element-A.js', angular]], ['questionnaire', ['element-Q.js', angular, forms]])).toEqual([
    `${cdn}/runtime/angular-22.1.7-0123456789abcdef/angular.js`,
    `${cdn}/v1.0.0/calendar/element-A.js`,
    `${cdn}/runtime/angular-22.1.7-0123456789abcdef/forms.js`,
    `${cdn}/v1.0.0/questionnaire/element-Q.js`,
  ]);
});

test('a manifest that lists a file without its integrity is no manifest of ours', () => {
  expect(() => preloadsOf([{ ...versionOf('calendar', ['element-A.js']), files: [] }])).toThrow('element-A.js');
});

test('a line, with what could end an attribute escaped', () => {
  expect(preloadLine({ url: 'https://cdn.example.com/a.js', integrity: 'sha384-a+/=' })).toBe(
    '<link rel="modulepreload" href="https://cdn.example.com/a.js" integrity="sha384-a+/=" crossorigin="anonymous">',
  );
  expect(preloadLine({ url: 'https://x/"><script>&', integrity: '"' })).toBe(
    '<link rel="modulepreload" href="https://x/&quot;&gt;&lt;script&gt;&amp;" integrity="&quot;" crossorigin="anonymous">',
  );
});
