/** Events as a viewer could cause them, made of the parts that mean something to the functions and of parts that nobody thought of. */
import fc from 'fast-check';
import type { FunctionEvent, Values } from '../function-event.ts';

const part = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('elements', 'v1.0.0', 'v2.0.0-next.1', 'stable', 'next', 'v1', 'calendar', 'main.js', 'runtime'),
  },
  { weight: 3, arbitrary: fc.constantFrom('_staging', '_claims', '_receipts', '_channels', '_records', '_preview', 'pr-7', '0a1b2c') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      '.',
      '..',
      '%2e%2e',
      '%2F',
      '%5Fclaims',
      '%',
      '%E0%A4%A',
      '\\',
      '//',
      '@',
      ':',
      '*',
      'é',
      '質問',
      ' ',
      '\t',
      '$1',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('index.json', 'versions.json', 'main.js.br', 'a.JS', 'a.woff2', 'index.html', '__proto__', 'constructor'),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', '/', '.', '%', '_'), maxLength: 200 }) },
);

const slashed = fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`);

/** What exists, with at most one part of it gone wrong. */
const almost = fc
  .tuple(
    fc.constantFrom(
      'elements/v1.0.0/calendar/main.js',
      'elements/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js',
      'elements/_preview/pr-7/0a1b2c/calendar/main.js',
      'elements/stable/calendar/main.js',
      'elements/next/calendar/main.js',
      'elements/v1/calendar/main.js',
      'elements/index.json',
      '_claims/calendar/1.0.0.json',
    ),
    fc.option(fc.tuple(fc.nat(4), part), { nil: undefined }),
  )
  .map(
    ([path, change]) =>
      `/${
        change
          ? path
              .split('/')
              .with(change[0] % path.split('/').length, change[1])
              .join('/')
          : path
      }`,
  );

export const oddUri: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: slashed },
  { weight: 12, arbitrary: almost },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).map((text) => `/${text}`) },
  { weight: 1, arbitrary: slashed.map((uri) => uri.padEnd(8_000, 'a/')) },
  { weight: 1, arbitrary: fc.constantFrom('*', '', 'http://other.example/', '//other.example/elements/stable/calendar/main.js') },
);

/** What HTTP allows in a value. */
const headerValue = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 40 });
const coding = fc.oneof(
  fc.constantFrom('br', 'gzip', 'BR', '*', 'identity', 'br;q=0', 'br; q=0.5', 'br;q=', 'br;q=x', ';q=1', '', ' br ', 'gzip;q=1.0', 'bro'),
  headerValue,
);
const acceptEncoding = fc.array(coding, { maxLength: 4 }).map((codings) => codings.join(','));

const valueOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Values[string]> =>
  fc.array(text, { minLength: 1, maxLength: 3 }).map(([value = '', ...more]) => ({
    value,
    ...(more.length > 0 && { multiValue: [value, ...more].map((each) => ({ value: each })) }),
  }));

const name = fc.oneof(
  fc.constantFrom(
    'origin',
    'host',
    'cookie-like',
    'access-control-request-headers',
    'range',
    '__proto__',
    'constructor',
    'x-forwarded-host',
  ),
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-_!#$%&*+.^`|~'), minLength: 1, maxLength: 12 }),
);

export const oddHeaders: fc.Arbitrary<Values> = fc
  .tuple(fc.dictionary(name, valueOf(headerValue), { maxKeys: 4 }), fc.option(valueOf(acceptEncoding), { nil: undefined }))
  .map(([headers, accepted]) => ({ ...headers, ...(accepted && { 'accept-encoding': accepted }) }));

/** CloudFront lets three through; the function is not to rely on it. */
export const oddMethod = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('GET', 'HEAD', 'OPTIONS') },
  { weight: 1, arbitrary: fc.oneof(fc.constantFrom('POST', 'get', 'PROPFIND', ''), fc.string()) },
);

/** Values that nobody should have written into the store. */
export const oddChannels: fc.Arbitrary<ReadonlyMap<string, string>> = fc
  .dictionary(
    fc.constantFrom('stable/calendar', 'next/calendar', 'v1/calendar', 'stable/constructor', 'constructor/__proto__'),
    fc.oneof(
      fc.constantFrom(
        '1.0.0',
        '2.0.0-next.1',
        '1.0.0/../../_claims',
        '//other.example/',
        '1.0.0\r\nset-cookie: a=1',
        '',
        '1.0.0-$&',
        '1.0.0-../x',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((values) => new Map(Object.entries(values)));

export const oddRequest: fc.Arbitrary<FunctionEvent['request']> = fc.record({
  method: oddMethod,
  uri: oddUri,
  querystring: fc.dictionary(fc.string(), valueOf(fc.string()), { maxKeys: 2 }),
  headers: oddHeaders,
  cookies: fc.dictionary(fc.string(), valueOf(fc.string()), { maxKeys: 2 }),
});
