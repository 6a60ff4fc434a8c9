import { expect, test } from 'vitest';
import { hashSource, pagePolicy } from './page-policy.ts';

const cdn = 'https://cdn.example.com/elements';
const runtime = `${cdn}/runtime/angular-22.1.7-0123456789abcdef/`;
const shared = '{"integrity":{"r":"sha384-r"}}';
const calendar = { folder: `${cdn}/v1.0.0/calendar/`, runtimes: [runtime], importMaps: ['{"integrity":{"a":"sha384-a"}}', shared] };
const questionnaire = {
  folder: `${cdn}/v1.1.0/questionnaire/`,
  runtimes: [runtime],
  importMaps: ['{"integrity":{"q":"sha384-q"}}', shared],
};

test('each version is allowed by its folder and by the texts of its import maps, what two share once', () => {
  expect(pagePolicy([calendar, questionnaire])).toEqual({
    'script-src': [
      calendar.folder,
      runtime,
      questionnaire.folder,
      hashSource('{"integrity":{"a":"sha384-a"}}'),
      hashSource(shared),
      hashSource('{"integrity":{"q":"sha384-q"}}'),
    ],
    'connect-src': ["'self'"],
    'style-src': [],
    'trusted-types': ['pintag'],
  });
});

test('a version that brings its own Angular needs its folder and one map', () => {
  expect(pagePolicy([{ ...calendar, runtimes: [], importMaps: ['{}'] }])['script-src']).toEqual([calendar.folder, hashSource('{}')]);
});

test('an api elsewhere is named', () => {
  expect(pagePolicy([calendar], { api: 'https://api.example.com' })['connect-src']).toEqual(['https://api.example.com']);
});

test('a hash as a policy writes it', () => {
  expect(hashSource('')).toBe("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
});
