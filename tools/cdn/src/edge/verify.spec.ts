import { brotliCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { cachePolicyOf } from '../cache/cache-policy.ts';
import { contentEncodingOf, contentTypeOf } from '../cache/content-types.ts';
import { artefactKey, runtimeKey } from '../layout.ts';
import { toRecord, toRuntimeRecord } from '../records/derive.ts';
import type { ReleaseRecord } from '../records/release-record.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { EdgeResponse, PublicEdge } from './edge.ts';
import { createMemoryEdge } from './memory-edge.ts';
import { verifyRuntimeThroughEdge, verifyThroughEdge } from './verify.ts';

const files = [
  { path: 'main.js', body: Buffer.from('import("./a.js")') },
  { path: 'main.js.br', body: brotliCompressSync('import("./a.js")') },
  { path: 'a.js', body: Buffer.from('export {}') },
  { path: 'ui.woff2', body: Buffer.of(1, 2, 3) },
];
const record: ReleaseRecord = toRecord(
  { schema: 1, feature: 'calendar', version: '1.0.0', commit: '0a1b', committedAt: '2026-01-01T00:00:00.000Z', digest: '0'.repeat(64) },
  files,
);

const runtime = 'angular-22.1.7-0f2c9a41d07be358';
const runtimeFiles = [
  { path: '3rdpartylicenses.txt', body: Buffer.from('MIT') },
  { path: 'angular.js', body: Buffer.from('export {}') },
  { path: 'angular.js.br', body: brotliCompressSync('export {}') },
];
type File = (typeof files)[number];
const ofVersion = (file: File): [string, File] => [artefactKey('calendar', '1.0.0', file.path), file];
const ofRuntime = (file: File): [string, File] => [runtimeKey(runtime, file.path), file];

let store: ArtefactStore;
let edge: PublicEdge;
beforeEach(async () => {
  store = createMemoryStore();
  edge = createMemoryEdge({ store });
  for (const [key, { path, body }] of [...files.map(ofVersion), ...runtimeFiles.map(ofRuntime)]) {
    const contentEncoding = contentEncodingOf(path);
    await store.create(key, {
      body,
      contentType: contentTypeOf(path),
      cacheControl: cachePolicyOf(key).cacheControl,
      ...(contentEncoding && { contentEncoding }),
    });
  }
});

test('a version that is served as recorded', async () => {
  expect(await verifyThroughEdge({ edge, record })).toEqual([]);
});

test('a file that is missing is one finding', async () => {
  const withMore = { ...record, files: [...record.files, { ...record.files[0]!, path: 'b.js' }] };

  expect(await verifyThroughEdge({ edge, record: withMore })).toEqual([
    { url: 'https://cdn.example.com/elements/v1.0.0/calendar/b.js', about: 'status', expected: '200', actual: '404' },
  ]);
});

describe('what an edge can get wrong', () => {
  const without = (name: string) => (answer: EdgeResponse) => ({
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).filter(([header]) => header !== name)),
  });
  const withHeader = (name: string, value: string) => (answer: EdgeResponse) => ({
    ...answer,
    headers: { ...answer.headers, [name]: value },
  });
  const cases: readonly { about: string; spoil: (answer: EdgeResponse) => EdgeResponse }[] = [
    { about: 'content-type', spoil: withHeader('content-type', 'application/octet-stream') },
    { about: 'content-type', spoil: without('content-type') },
    { about: 'access-control-allow-origin', spoil: without('access-control-allow-origin') },
    { about: 'access-control-allow-origin', spoil: withHeader('access-control-allow-origin', 'https://host.example') },
    { about: 'cache-control', spoil: withHeader('cache-control', 'public, max-age=60') },
    { about: 'x-content-type-options', spoil: without('x-content-type-options') },
    { about: 'cross-origin-resource-policy', spoil: without('cross-origin-resource-policy') },
    { about: 'vary', spoil: without('vary') },
    { about: 'content-encoding', spoil: without('content-encoding') },
    { about: 'bytes', spoil: (answer) => ({ ...answer, body: Buffer.from('alert(1)') }) },
    { about: 'bytes', spoil: (answer) => ({ ...answer, body: answer.body.subarray(1) }) },
  ];

  test.each(cases)('$about', async ({ about, spoil }) => {
    const spoiled: PublicEdge = {
      origin: edge.origin,
      fetch: async (path, request) => (path.endsWith('/main.js') ? spoil(await edge.fetch(path, request)) : edge.fetch(path, request)),
    };
    const findings = await verifyThroughEdge({ edge: spoiled, record });

    expect(findings.map((finding) => [finding.url, finding.about])).toEqual([
      ['https://cdn.example.com/elements/v1.0.0/calendar/main.js', about],
    ]);
  });

  test.each([
    ['spaces and case', withHeader('content-type', 'text/javascript;charset=UTF-8')],
    ['a longer vary', withHeader('vary', 'Origin, accept-encoding')],
    ['more headers', withHeader('x-cache', 'Hit')],
  ])('%s are no mistake', async (_, spoil) => {
    const other: PublicEdge = {
      origin: edge.origin,
      fetch: async (path, request) => (path.endsWith('/main.js') ? spoil(await edge.fetch(path, request)) : edge.fetch(path, request)),
    };

    expect(await verifyThroughEdge({ edge: other, record })).toEqual([]);
  });
});

describe('who takes no brotli', () => {
  const spoiledFor = (accept: string, answer: Partial<EdgeResponse>): PublicEdge => ({
    origin: edge.origin,
    fetch: async (path, request) => {
      const right = await edge.fetch(path, request);
      return path.endsWith('/main.js') && request?.accept === accept
        ? { ...right, ...answer, headers: { ...right.headers, ...answer.headers } }
        : right;
    },
  });
  const cases: readonly { what: string; accept: string; answer: Partial<EdgeResponse>; about: readonly string[] }[] = [
    { what: 'gets other bytes', accept: 'gzip', answer: { body: Buffer.from('alert(1)') }, about: ['bytes'] },
    { what: 'gets other bytes', accept: 'identity', answer: { body: Buffer.from('alert(1)') }, about: ['bytes'] },
    { what: 'gets brotli', accept: 'gzip', answer: { headers: { 'content-encoding': 'br' } }, about: ['content-encoding'] },
    { what: 'gets brotli', accept: 'identity', answer: { headers: { 'content-encoding': 'br' } }, about: ['content-encoding'] },
    { what: 'gets gzip', accept: 'identity', answer: { headers: { 'content-encoding': 'gzip' } }, about: ['content-encoding'] },
    {
      what: 'gets no CORS',
      accept: 'gzip',
      answer: { headers: { 'access-control-allow-origin': 'null' } },
      about: ['access-control-allow-origin'],
    },
    { what: 'gets nothing', accept: 'identity', answer: { status: 404 }, about: ['status'] },
    { what: 'gets gzip', accept: 'gzip', answer: { headers: { 'content-encoding': 'gzip' } }, about: [] },
    { what: 'gets it as it is', accept: 'gzip', answer: {}, about: [] },
    { what: 'is told so', accept: 'identity', answer: { headers: { 'content-encoding': 'identity' } }, about: [] },
  ];

  test.each(cases)('but $accept $what: $about', async ({ accept, answer, about }) => {
    const findings = await verifyThroughEdge({ edge: spoiledFor(accept, answer), record });

    expect(findings.map((finding) => [finding.url, finding.about, finding.accept])).toEqual(
      about.map((name) => ['https://cdn.example.com/elements/v1.0.0/calendar/main.js', name, accept]),
    );
  });

  test('costs two requests a version: only the entry is asked for as they ask', async () => {
    const asked: string[] = [];
    const listening: PublicEdge = {
      origin: edge.origin,
      fetch: (path, request) => {
        asked.push(`${path.split('/').at(-1)} ${request?.accept}`);
        return edge.fetch(path, request);
      },
    };
    await verifyThroughEdge({ edge: listening, record });

    expect(asked.sort()).toEqual(['a.js br', 'main.js br', 'main.js gzip', 'main.js identity', 'main.js.br br', 'ui.woff2 br']);
  });
});

test('a runtime is asked for file by file under its own URL, its first script in every encoding', async () => {
  const asked: string[] = [];
  const listening: PublicEdge = {
    origin: edge.origin,
    fetch: (path, request) => {
      asked.push(`${path} ${request?.accept}`);
      return edge.fetch(path, request);
    },
  };
  expect(await verifyRuntimeThroughEdge({ edge: listening, record: toRuntimeRecord(runtime, runtimeFiles) })).toEqual([]);
  const under = (file: string) => `/elements/runtime/${runtime}/${file}`;
  expect(asked.sort()).toEqual([
    under('3rdpartylicenses.txt br'),
    ...['br', 'gzip', 'identity'].map((encoding) => under(`angular.js ${encoding}`)),
    under('angular.js.br br'),
  ]);
});

test('a runtime that is kept too shortly, or has other bytes, is found', async () => {
  const spoiled: PublicEdge = {
    origin: edge.origin,
    fetch: async (path, request) => {
      const { headers, ...answer } = await edge.fetch(path, request);
      return { ...answer, headers: { ...headers, 'cache-control': 'no-store' }, body: Buffer.from('mine') };
    },
  };
  const findings = await verifyRuntimeThroughEdge({ edge: spoiled, record: toRuntimeRecord(runtime, runtimeFiles) });
  expect(findings.map(({ url, about }) => `${url.split('/').at(-1)} ${about}`).sort()).toEqual(
    runtimeFiles.flatMap(({ path }) => [`${path} bytes`, `${path} cache-control`]).sort(),
  );
});

test('no more requests at a time than asked', async () => {
  let running = 0;
  let most = 0;
  const counting: PublicEdge = {
    origin: edge.origin,
    fetch: async (path, request) => {
      most = Math.max(most, ++running);
      const answer = await edge.fetch(path, request);
      running--;
      return answer;
    },
  };
  await verifyThroughEdge({ edge: counting, record, parallel: 2 });

  expect(most).toBe(2);
});

test('the edge in memory keeps what it was told, once for each reference', async () => {
  const told = createMemoryEdge({ store });
  await told.invalidate(['/elements/index.json'], 'run-1');
  await told.invalidate(['/elements/index.json'], 'run-1');
  await told.invalidate([], 'run-2');

  expect(told.invalidations).toEqual([{ paths: ['/elements/index.json'], reference: 'run-1' }]);
});

test("the edge in memory serves nothing of the release's own", async () => {
  await store.create('_claims/calendar/1.0.0.json', { body: Buffer.from('{}'), contentType: 'application/json', cacheControl: 'no-store' });

  expect(await edge.fetch('/_claims/calendar/1.0.0.json')).toMatchObject({
    status: 404,
    headers: { 'cache-control': 'public, max-age=10' },
  });
});
