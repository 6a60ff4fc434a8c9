import { expect, test } from 'vitest';
import { checkFilePath } from '../layout.ts';
import { cachePolicyOf, canonicalPath, isServed } from './cache-policy.ts';

const forEver = 'public, max-age=31536000, immutable';
const index = 'public, max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400';

test.each([
  ['/elements/v1.1.0/questionnaire/main.js', forEver],
  ['/elements/v1.1.0/questionnaire/main.js.br', forEver],
  ['/elements/v2.0.0-next.1/calendar-month/chunk-4QX7.js.map', forEver],
  ['/elements/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js', forEver],
  ['/elements/runtime/angular-22.1.7-0f2c9a41d07be358/forms.js.br', forEver],
  ['/elements/_records/runtime/angular-22.1.7-0f2c9a41d07be358.json', forEver],
  ['_staging/runtime/angular-22.1.7-0f2c9a41d07be358.tar', 'private, no-store'],
  ['/elements/_records/questionnaire/1.1.0.json', forEver],
  ['/elements/questionnaire/versions.json', index],
  ['/elements/index.json', index],
  ['elements/index.json', index],
  ['/elements/stable/questionnaire/main.js', 'public, max-age=60'],
  ['/elements/v1/questionnaire/main.js', 'public, max-age=60'],
  ['/elements/1.x/questionnaire/main.js', 'public, max-age=60'],
  ['/elements/_preview/pr-7/0a1b2c/questionnaire/main.js', 'public, max-age=300'],
  ['/', 'max-age=60'],
  ['/index.html', 'max-age=60'],
  ['_claims/calendar/1.0.0.json', 'private, no-store'],
  ['_staging/calendar/0a1b.tar', 'private, no-store'],
  ['_channels/calendar.json', 'private, no-store'],
])('%s is kept as %s', (path, cacheControl) => {
  expect(cachePolicyOf(path).cacheControl).toBe(cacheControl);
});

test.each([
  '/elements',
  '/elements/',
  '/elements/x',
  '/elements/_records/',
  '/elements/v1.0.0/calendar/',
  '/elements/_what/calendar/main.js',
])('nothing of ours lies at %s', (path) => {
  expect(() => cachePolicyOf(path)).toThrow(path);
});

test.each([
  ['/elements/v1.1.0/questionnaire/main.js', true],
  ['/elements/_records/questionnaire/1.1.0.json', true],
  ['/', true],
  ['/elements/nothing-here', true],
  ['/_staging/questionnaire/0a1b.tar', false],
  ['_claims/questionnaire/1.1.0.json', false],
  ['/_receipts', false],
  ['/_channels/calendar.json?x=1', false],
  ['/%5Fclaims/questionnaire/1.1.0.json', false],
  ['//_claims/questionnaire/1.1.0.json', false],
  ['/_claims%2Fquestionnaire/1.1.0.json', false],
  ['/elements/../_claims/questionnaire/1.1.0.json', false],
  ['/elements/%2e%2e/_claims/questionnaire/1.1.0.json', false],
  ['/%E0%A4%A', false],
  ['/%65lements/v1.1.0/questionnaire/main.js', false],
  ['/elements/v1.1.0/questionnaire/main%2Ejs', false],
  ['/elements/v1.1.0%2Fquestionnaire/main.js', false],
  ['/elements//v1.1.0/questionnaire/main.js', false],
  ['//elements/v1.1.0/questionnaire/main.js', false],
  ['/elements/./v1.1.0/questionnaire/main.js', false],
  ['/elements/v1.1.0/questionnaire/..', false],
  ['/elements/v1.1.0/questionnaire/質問.js', false],
  ['/elements/v1.1.0/questionnaire/a b.js', false],
  ['/elements/v1.1.0/questionnaire/..hidden.js?x=%20#%20', true],
])('%s is served: %s', (path, served) => {
  expect(isServed(path)).toBe(served);
});

test.each(['main.js', 'chunk-4QX7.js.map', 'fonts/a~b@2x+1.woff2', '..hidden', '.well-known/a'])(
  'a version may hold %s, so it has a path',
  (file) => {
    expect(canonicalPath.test(`/elements/v1.0.0/calendar/${checkFilePath(file)}`)).toBe(true);
  },
);

test('a long path is looked at once', () => {
  expect(isServed(`/${'a/'.repeat(100_000)}%`)).toBe(false);
});
