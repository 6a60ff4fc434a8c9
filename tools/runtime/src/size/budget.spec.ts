import { brotliCompressSync } from 'node:zlib';
import type { BundleFile, PintagError } from '@pintag/cdn';
import { expect, test } from 'vitest';
import { checkFeatureSize, checkRuntimeSize, type SizeBudget } from './budget.ts';

const files = (texts: Readonly<Record<string, string>>): BundleFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, body: Buffer.from(text) }));
const budgetOf = (most: Partial<SizeBudget>): SizeBudget => ({ feature: 1_000_000, features: {}, runtime: 1_000_000, ...most });
const brotli = (...texts: string[]) => texts.reduce((sum, text) => sum + brotliCompressSync(text).byteLength, 0);

const entry = `export const define = () => 'the entry';`;
const chunk = `export const word = 'a chunk that the entry imports';`;
const lazy = `export const later = 'what nobody needs at first';`;
/** One source for each line of the script. */
const mapOf = (...sources: string[]) =>
  JSON.stringify({ version: 3, sources, mappings: ['AAAA', ...sources.slice(1).map(() => 'ACAA')].join(';') });
const build = files({
  'element.json': '{"static":["element.js","chunk.js"],"lazy":["lazy.js"],"runtime":{}}',
  'element.js': entry,
  'chunk.js': chunk,
  'lazy.js': lazy,
  'lazy.js.map': mapOf('libs/calendar/src/lazy.ts'),
});

test('a feature is measured by what it imports at once: at its budget it passes, one byte below it is refused', () => {
  const bytes = brotli(entry, chunk);
  expect(checkFeatureSize('calendar', build, budgetOf({ feature: bytes }))).toBe(bytes);
  expect(() => checkFeatureSize('calendar', build, budgetOf({ feature: bytes - 1 }))).toThrow(
    expect.objectContaining({ code: 'PT_BUDGET', facts: expect.objectContaining({ what: 'calendar', bytes, budget: bytes - 1 }) }),
  );
});

test('its own budget counts, and not that of the others', () => {
  const bytes = brotli(entry, chunk);
  expect(checkFeatureSize('calendar', build, budgetOf({ feature: 1, features: { calendar: bytes } }))).toBe(bytes);
  expect(() => checkFeatureSize('calendar', build, budgetOf({ features: { calendar: 1 } }))).toThrow('of 1.');
  expect(() => checkFeatureSize('calendar', build, budgetOf({ feature: 1, features: { questionnaire: bytes } }))).toThrow('of 1.');
});

test('a feature that brings its own Angular may weigh as much as a feature and a runtime', () => {
  const bytes = brotli(entry);
  const alone = files({ 'element.json': '{"static":["element.js"]}', 'element.js': entry });
  expect(checkFeatureSize('calendar', alone, budgetOf({ feature: bytes - 1, runtime: 1 }))).toBe(bytes);
  expect(() => checkFeatureSize('calendar', alone, budgetOf({ feature: bytes - 2, runtime: 1 }))).toThrow(`budget of ${bytes - 1}.`);
});

test('a build that does not describe itself is counted whole', () => {
  const undescribed = build.filter(({ path }) => path !== 'element.json');
  expect(checkFeatureSize('calendar', undescribed, budgetOf({}))).toBe(brotli(entry, chunk, lazy));
});

test('of the runtime all layers count, and neither licences nor maps', () => {
  const runtime = files({ 'angular.js': entry, 'forms.js': chunk, 'forms.js.map': mapOf('a.ts'), '3rdpartylicenses.txt': 'MIT' });
  const bytes = brotli(entry, chunk);
  expect(checkRuntimeSize(runtime, budgetOf({ runtime: bytes }))).toBe(bytes);
  expect(() => checkRuntimeSize(runtime, budgetOf({ runtime: bytes - 1 }))).toThrow(
    /The shared runtime is \d+ bytes \(brotli\), 1 more than/,
  );
});

const refusal = (now: readonly BundleFile[], before?: readonly BundleFile[]): PintagError => {
  try {
    checkFeatureSize('calendar', now, budgetOf({ feature: 100 }), before);
  } catch (error) {
    return error as PintagError;
  }
  throw new Error('It was not refused.');
};
const grown = (months: number, day: number) =>
  files({
    'element.json': '{"static":["element.js"],"runtime":{}}',
    'element.js':
      ['0123456789abcdef', ...Array.from({ length: months }, (_, i) => i ** 3)].join('') +
      '\n' +
      Array.from({ length: day }, (_, i) => i ** 4).join(''),
    'element.js.map': mapOf('libs/calendar/src/months.ts', '../../node_modules/@acme/days/index.js'),
  });

test('the message says what grew since the build before, by how much, and what to do', () => {
  const { message, remedy } = refusal(grown(200, 20), grown(100, 20));
  expect(message).toMatch(
    /^calendar has to load \d+ bytes \(brotli\) of its own before it shows anything, \d+ more than its budget of 100\. Grown since the build before \(minified bytes\): libs\/calendar\/src\/months\.ts \+\d+\.$/,
  );
  expect(remedy).toContain('`pintag size calendar`');
  expect(remedy).toContain('`sizeBudget.features` of calendar in pintag.config.ts');
});

test.each([
  { what: 'a first build', before: undefined },
  { what: 'a build that did not grow', before: grown(200, 20) },
  { what: 'a build before that cannot be read', before: [] },
])('of $what the heaviest parts are named', ({ before }) => {
  expect(refusal(grown(200, 20), before).message).toMatch(
    /Its heaviest parts \(minified bytes\): libs\/calendar\/src\/months\.ts \d+, @acme\/days \d+\./,
  );
});
