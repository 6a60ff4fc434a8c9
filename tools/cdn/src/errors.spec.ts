import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mistakes, PintagError } from './errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = new URL('../../../docs/errors/', import.meta.url);

/** Codes of `pintag-error` events. Elements and the loader know nothing of the catalogue, so they are read from their source. */
const reported = [
  ...new Set(
    globSync(['libs/**/*.ts', 'tools/runtime/src/loader/**/*.ts'], { cwd: root, exclude: ['**/*.spec.ts'] }).flatMap(
      (file) => readFileSync(`${root}${file}`, 'utf8').match(/(?<=')PT_[A-Z_]+(?=')/g) ?? [],
    ),
  ),
];

test('the codes of pintag-error events are found', () => {
  expect(reported).toEqual(expect.arrayContaining(['PT_ELEMENT_FAILED', 'PT_HEADERS_FAILED', 'PT_LOAD_FAILED']));
});

test.each([...Object.keys(mistakes), ...reported])('%s has its page, headed by the code', (code) => {
  const page = new URL(`${code}.md`, pages);
  expect(existsSync(page)).toBe(true);
  expect(readFileSync(page, 'utf8').split('\n')[0]).toContain(code);
});

test('each page has its code', () => {
  const codes = readdirSync(pages)
    .filter((file) => file.startsWith('PT_'))
    .map((file) => file.replace(/\.md$/, ''));
  expect(codes.filter((code) => !(code in mistakes) && !reported.includes(code))).toEqual([]);
});

test('an unknown version names the nearest ones', () => {
  const error = new PintagError('PT_VERSION_UNKNOWN', { feature: 'calendar', version: '9.0.0', nearest: ['1.0.1', '1.0.0'] });

  expect(error.message).toBe('calendar has no version 9.0.0.');
  expect(error.remedy).toContain('1.0.1, 1.0.0');
  expect(error.page).toBe('docs/errors/PT_VERSION_UNKNOWN.md');
});

test('a mistake keeps what caused it', () => {
  const cause = new TypeError('fetch failed');
  expect(new PintagError('PT_HEAD_NOT_PUSHED', { commit: '0a1b2c3d4e5f', branch: 'main' }, { cause }).cause).toBe(cause);
});
