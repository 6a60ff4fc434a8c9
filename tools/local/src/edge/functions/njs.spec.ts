import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { edgeFunctions } from '@pintag/cdn/edge-function';
import { findCommand } from '@pintag/setup/commands';
import { expect, test } from 'vitest';
import type { FunctionEvent, Values } from './function-event.ts';
import { isolate } from './isolated-function.ts';

/**
 * A second engine, as small as CloudFront's and with the limits that AWS lists (error types of its own, no await among arguments): what two
 * engines so different answer alike does not hang on one of them.
 */
const engine = findCommand('njs', { env: process.env });

const channels = new Map([
  ['stable/calendar', '1.1.0'],
  ['next/calendar', '2.0.0-next.1'],
  ['stable/broken', '1.1.0/../../_claims'],
]);
const isolated = {
  'viewer-request': isolate({
    name: 'viewer-request.js',
    text: edgeFunctions['viewer-request'],
    keyValues: { etag: () => '1', entries: () => channels },
  }),
  'viewer-response': isolate({ name: 'viewer-response.js', text: edgeFunctions['viewer-response'] }),
};

const uris = [
  '/',
  '/index.html',
  '/catalog.js',
  '/elements/index.json',
  '/elements/calendar/versions.json',
  '/elements/_records/calendar/1.0.0.json',
  '/elements/v1.0.0/calendar/main.js',
  '/elements/v2.0.0-next.1/calendar-month/chunk-4QX7.js.map',
  '/elements/v1.0.0/calendar/main.js.br',
  '/elements/v1.0.0/calendar/ui.woff2',
  '/elements/v1.0.0/calendar/UI.SVG',
  '/elements/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js',
  '/elements/_preview/pr-7/0a1b2c/calendar/main.js',
  '/elements/stable/calendar/main.js',
  '/elements/next/calendar/main.js',
  '/elements/v1/calendar/main.js',
  '/elements/stable/broken/main.js',
  '/elements/stable/constructor/main.js',
  '/elements/nothing-here',
  '/_staging/calendar/0a1b.tar',
  '/_claims',
  '/_receipts/calendar/1.0.0.json',
  '/_channels/calendar.json',
  '/%5Fclaims/calendar/1.0.0.json',
  '//_claims/calendar/1.0.0.json',
  '/elements/../_claims/calendar/1.0.0.json',
  '/elements/%2e%2e/_claims/calendar/1.0.0.json',
  '/elements/./v1.0.0/calendar/main.js',
  '/elements//v1.0.0/calendar/main.js',
  '/elements/v1.0.0/calendar/質問.js',
  '/%E0%A4%A',
  '/a b',
  '',
  `/${'a/'.repeat(4_000)}`,
  `/${'a/'.repeat(4_000)}%`,
  `/${'a'.repeat(8_000)}%`,
];
const accepted = [undefined, '', 'gzip', 'br', 'gzip, deflate, br, zstd', 'br;q=0', 'BR ; Q=0.001', 'br;q=', '*', '*;q=0, br', 'bro'];
const headersWith = (name: string, value: string | undefined): Values => (value === undefined ? {} : { [name]: { value } });

const requestOf = (uri: string, headers: Values, method = 'GET'): FunctionEvent['request'] => ({
  method,
  uri,
  querystring: { tag: { value: 'x' } },
  headers: { host: { value: 'cdn.example' }, ...headers },
  cookies: {},
});
const eventOf = (eventType: FunctionEvent['context']['eventType'], request: FunctionEvent['request']): FunctionEvent => ({
  version: '1.0',
  context: { distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'EDFDVBD6EXAMPLE', eventType, requestId: 'x' },
  viewer: { ip: '198.51.100.11' },
  request,
});

const requests = [
  ...uris.map((uri) => requestOf(uri, headersWith('accept-encoding', 'gzip, br'))),
  ...accepted.map((value) => requestOf('/elements/v1.0.0/calendar/main.js', headersWith('accept-encoding', value))),
  requestOf('/elements/v1.0.0/calendar/main.js', {
    'accept-encoding': { value: 'gzip', multiValue: [{ value: 'gzip' }, { value: 'br;q=0.5' }] },
  }),
  ...['HEAD', 'OPTIONS', 'POST'].map((method) =>
    requestOf('/_claims/a', headersWith('access-control-request-headers', 'x-a, x-b'), method),
  ),
];
const tables: Readonly<Record<FunctionEvent['context']['eventType'], readonly FunctionEvent[]>> = {
  'viewer-request': requests.map((request) => eventOf('viewer-request', request)),
  'viewer-response': uris.map((uri) => ({
    ...eventOf('viewer-response', requestOf(uri, {})),
    response: { statusCode: 200, statusDescription: 'OK', headers: { etag: { value: '"1"' } }, cookies: {} },
  })),
};

/** njs knows no await among arguments, so one event follows another by `then`; it cuts a line after 2 kB, so an answer has several. */
const harness = (events: readonly FunctionEvent[]): string => `
const events = ${JSON.stringify(events)};
function next(index) {
  if (index === events.length) return;
  Promise.resolve(handler(events[index])).then((value) => {
    const text = JSON.stringify(value);
    for (let start = 0; start < text.length; start += 400) console.log(index + ' ' + text.slice(start, start + 400));
    next(index + 1);
  });
}
next(0);
`;

const storeModule = `
const entries = ${JSON.stringify(Object.fromEntries(channels))};
function get(key) {
  return Object.keys(entries).includes(key) ? Promise.resolve(entries[key]) : Promise.reject(new Error('KeyNotFound'));
}
export default { kvs: () => Object.assign({}, { get: get }) };
`;

if (engine.kind === 'missing') {
  test(`the edge functions did not run under njs: ${engine.reason}`, () => {
    process.stderr.write(`The edge functions did not run under njs: ${engine.reason}.\n`);
    expect(engine.reason).not.toBe('');
  });
} else {
  const [njs = 'njs'] = engine.paths;
  test.each(['viewer-request', 'viewer-response'] as const)('%s answers under njs as it does here', async (event) => {
    const events = tables[event];
    const folder = await mkdtemp(join(tmpdir(), 'pintag-njs-'));
    try {
      await writeFile(join(folder, 'cloudfront'), storeModule);
      await writeFile(join(folder, 'function.js'), edgeFunctions[event] + harness(events));
      const { stdout } = await promisify(execFile)(njs, ['-p', folder, join(folder, 'function.js')], {
        timeout: 20_000,
        maxBuffer: 10_000_000,
      });
      const lines = Map.groupBy(stdout.trimEnd().split('\n'), (line) => Number.parseInt(line, 10));
      const answers = [...lines.values()].map((parts): unknown =>
        JSON.parse(parts.map((line) => line.slice(line.indexOf(' ') + 1)).join('')),
      );
      const expected = events.map((each) => isolated[event].run(each));

      expect(expected.filter(({ kind }) => kind === 'failed')).toEqual([]);
      expect(answers).toEqual(expected.map((ran) => ran.kind === 'returned' && ran.value));
      expect(answers).toHaveLength(events.length);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
