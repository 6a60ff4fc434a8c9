import { expect, test } from 'vitest';
import { contentEncodingOf, contentTypeOf, contentTypes, isText } from './content-types.ts';

test.each([
  ['main.js', 'text/javascript; charset=utf-8'],
  ['main.js.br', 'text/javascript; charset=utf-8'],
  ['main.js.map', 'application/json'],
  ['elements/v1.0.0/calendar/fonts/ui.WOFF2', 'font/woff2'],
  ['3rdpartylicenses.txt', 'text/plain; charset=utf-8'],
])('%s is %s', (path, type) => {
  expect(contentTypeOf(path)).toBe(type);
});

test.each(['LICENSE', 'main.exe', 'archive.br', 'folder.js/file', 'x.constructor'])('%s has no known type', (path) => {
  expect(() => contentTypeOf(path)).toThrow(
    expect.objectContaining({ code: 'PT_CONTENT_TYPE', facts: { path, known: Object.keys(contentTypes) } }),
  );
});

test('only text gets a brotli copy, and a copy gets none', () => {
  expect(['main.js', 'a.css', 'a.json', 'a.png', 'a.woff2', 'main.js.br'].map(isText)).toEqual([true, true, true, false, false, false]);
  expect(contentEncodingOf('main.js.br')).toBe('br');
  expect(contentEncodingOf('main.js')).toBeUndefined();
});
