import { expect, test } from 'vitest';
import type { FunctionEvent } from './function-event.ts';
import { isolate } from './isolated-function.ts';

const event: FunctionEvent = {
  version: '1.0',
  context: {
    distributionDomainName: 'd111111abcdef8.cloudfront.net',
    distributionId: 'EDFDVBD6EXAMPLE',
    eventType: 'viewer-request',
    requestId: 'x',
  },
  viewer: { ip: '198.51.100.11' },
  request: { method: 'GET', uri: '/a', querystring: {}, headers: { host: { value: 'a.example' } }, cookies: {} },
};
const isolated = (text: string, options: Partial<Parameters<typeof isolate>[0]> = {}) => isolate({ name: 'test.js', text, ...options });
const run = (text: string, options: Partial<Parameters<typeof isolate>[0]> = {}) => isolated(text, options).run(event);
const valueOf = (expression: string) => run(`function handler(event) { return ${expression}; }`);

test('a function gets the event and returns data, at once or later', () => {
  expect(valueOf('event')).toEqual({ kind: 'returned', value: event, logs: [] });
  expect(run('async function handler(event) { const uri = await event.request.uri; return uri; }')).toMatchObject({ value: '/a' });
  expect(valueOf('undefined')).toMatchObject({ value: null });
});

test('what it changes is its own', () => {
  const isolatedOnce = isolated('function handler(event) { event.request.headers.x = { value: "1" }; return event.request.headers; }');
  isolatedOnce.run(event);
  expect(isolatedOnce.run(event)).toMatchObject({ value: { host: { value: 'a.example' }, x: { value: '1' } } });
  expect(event.request.headers).not.toHaveProperty('x');
});

test('what it logs is told', () => {
  expect(run('function handler() { console.log("a", 1); return 1; }')).toMatchObject({ value: 1, logs: ['a 1'] });
});

const reaches: readonly string[] = [
  'typeof process',
  'typeof require',
  'typeof globalThis.process',
  'typeof fetch',
  'typeof setTimeout',
  'typeof queueMicrotask',
  'typeof URL',
  'typeof Buffer',
  'typeof eval',
  'typeof Function',
  'typeof globalThis.Function',
  'typeof (() => 1).constructor',
  'typeof (async () => 1).constructor',
  'typeof event.constructor',
  'typeof console.log.constructor',
  'typeof Object.prototype.__proto__',
  'typeof Error.captureStackTrace',
  'typeof WebAssembly',
  'typeof SharedArrayBuffer',
  'typeof Proxy',
  'typeof Reflect',
  'typeof Symbol',
  'typeof Map',
  'typeof inside',
  'typeof cloudfront',
  'typeof [].at',
  'typeof [].flat',
  'typeof "".replaceAll',
  'typeof Object.fromEntries',
  'typeof Promise.withResolvers',
];
test.each(reaches)('%s is undefined, as in CloudFront', (expression) => {
  expect(valueOf(expression)).toMatchObject({ value: 'undefined' });
});

test('what CloudFront offers is there, and works', () => {
  const expression = `['a-b'.replace(/(a)-(b)/g, '$2$1'), [3, 1].map((each) => each + 1).join(), Object.entries({ a: 1 }).length,
    JSON.stringify([1]), Math.max(1, 2), parseFloat('0.5'), encodeURIComponent('/'), 'a,b'.split(/,/i).length, /x/gi.test('X'), 'ab'.match(/b/).index]`;
  expect(valueOf(expression)).toMatchObject({ value: ['ba', '4,2', 1, '[1]', 2, 0.5, '%2F', 2, true, 1] });
});

test('text is never run', () => {
  const generators = ['(() => 1).__proto__', '(async () => 1).__proto__'].map((each) => `Object.getPrototypeOf(${each} || (() => 1))`);
  for (const expression of generators) expect(valueOf(`typeof ${expression}.constructor`)).toMatchObject({ value: 'undefined' });
});

test.each([
  ['throws', 'function handler() { throw new TypeError("no"); }', 'TypeError: no'],
  ['throws what is no error', 'function handler() { throw { toString: null }; }', 'It threw what is no error.'],
  ['returns what is no data', 'function handler(event) { event.self = event; return event; }', 'TypeError: Converting circular structure'],
  ['assigns without a declaration', 'function handler() { undeclared = 1; }', 'ReferenceError: undeclared is not defined'],
  ['never answers', 'function handler() { return new Promise(() => 1); }', 'It waits for something that never comes.'],
  ['loops', 'function handler() { for (;;); }', 'timed out after 100ms'],
  ['loops while it waits', 'async function handler() { for (;;) await null; }', 'timed out after 100ms'],
  ['waits for ever in a chain', 'function handler() { const again = () => Promise.resolve().then(again); return again(); }', 'timed out'],
])('a function that %s fails', (_what, text, why) => {
  expect(run(text, { timeLimit: 100 })).toEqual({ kind: 'failed', why: expect.stringContaining(why) });
});

test('what was ended does not answer for the next event', () => {
  const text = 'async function handler(event) { if (event.request.uri === "/a") for (;;) await null; return event.request.uri; }';
  const looping = isolated(text, { timeLimit: 100 });
  expect(looping.run(event)).toMatchObject({ kind: 'failed' });
  const other = { ...event, request: { ...event.request, uri: '/b' } };
  expect([looping.run(other), looping.run(other)].map((ran) => ran.kind === 'returned' && ran.value)).toEqual(['/b', '/b']);
});

test.each([
  ['is too large', `function handler() {}//${'x'.repeat(10_000)}`, 'has 10023 bytes; CloudFront takes 10000'],
  ['imports a store that it has not', "import cf from 'cloudfront';\nfunction handler() {}", 'has no key-value store'],
  ['imports anything else', "import fs from 'fs';\nfunction handler() {}", 'import'],
  ['has no handler', 'function handle() {}', 'handler is not defined'],
  ['is no JavaScript', 'function handler( {}', 'Unexpected token'],
])('a function that %s is not taken', (_what, text, message) => {
  expect(() => isolated(text)).toThrow(message);
});

test('a function reads its store, as it is at each event', () => {
  const entries = new Map([['a', '{"b":1}']]);
  let etag = 1;
  const keyValues = { etag: () => String(etag), entries: () => entries };
  const text = `import cf from 'cloudfront';
    const kvs = cf.kvs();
    async function handler() {
      const values = [await kvs.get('a'), await kvs.get('a', { format: 'json' }), await kvs.exists('b'), await kvs.count()];
      try { await kvs.get('none'); } catch (error) { values.push(error.message); }
      return values;
    }`;
  const reading = isolated(text, { keyValues });
  expect(reading.run(event)).toMatchObject({ value: ['{"b":1}', { b: 1 }, false, 1, 'KeyNotFound'] });
  entries.set('b', '2');
  etag += 1;
  expect(reading.run(event)).toMatchObject({ value: ['{"b":1}', { b: 1 }, true, 2, 'KeyNotFound'] });
});
