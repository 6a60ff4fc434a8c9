import { randomBytes } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import { notFound, responseHeadersOf } from '@pintag/cdn';
import { beforeEach, describe, expect, test } from 'vitest';
import { type HttpResponse, noBody, readAll } from '../http/message.ts';
import type { Origin, OriginResponse } from './bucket-origin.ts';
import { createEdge, type Edge } from './handler.ts';

// The origin is a table, so that it can fail and count; start-local.spec.ts runs the same edge over the real store.
const second = 1_000;
let now: number;
let objects: Map<string, Omit<OriginResponse, 'status'>>;
let asked: string[];
let channels: Map<string, string>;
let failing: boolean;
let edge: Edge;
let hold: Promise<void>;

beforeEach(() => {
  now = Date.UTC(2026, 10, 22);
  objects = new Map();
  asked = [];
  failing = false;
  hold = Promise.resolve();
  const origin: Origin = async (key, headers) => {
    asked.push(headers['if-none-match'] ? `${key} unless ${headers['if-none-match']}` : key);
    const object = objects.get(key);
    await hold;
    if (failing) return { status: 503, headers: {}, body: Buffer.alloc(0) };
    if (!object) return { status: 404, headers: {}, body: Buffer.alloc(0) };
    const known = headers['if-none-match'] === object.headers['etag'];
    return known ? { ...object, status: 304, body: Buffer.alloc(0) } : { ...object, status: 200 };
  };
  channels = new Map();
  const keyValues = { etag: () => JSON.stringify([...channels]), entries: () => channels };
  edge = createEdge({ origin, keyValues, distributionId: 'EDFDVBD6EXAMPLE', now: () => now, log: () => undefined });
});

const forEver = 'public, max-age=31536000, immutable';
const index = 'public, max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400';
const mainJs = 'elements/v1.0.0/calendar/main.js';
const script = 'export const answer = 42;\n'.repeat(100);

function store(key: string, body: string | Buffer, headers: Record<string, string> = {}): void {
  const etag = `"${Buffer.from(body).toString('base64').slice(0, 12)}${objects.size}"`;
  const defaults = {
    etag,
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': forEver,
    'last-modified': new Date(now).toUTCString(),
  };
  objects.set(key, { headers: { ...defaults, 'x-amz-request-id': 'x', server: 'Pintag', ...headers }, body: Buffer.from(body) });
}

async function get(target: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await edge.handle({ method, target, headers, body: noBody() });
  return {
    ...response,
    bytes: await bytesOf(response),
    text: (await bytesOf(response)).toString(),
    cache: response.headers['x-cache']?.replace(' from cloudfront', ''),
  };
}
const bytesOf = ({ body }: HttpResponse) => readAll(body);

describe('encodings', () => {
  const br = brotliCompressSync(script);
  const decoded = (bytes: Buffer, encoding: string | undefined): string =>
    (encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  const cases: readonly { accept: string | undefined; encoding: string | undefined; ofList: string | undefined }[] = [
    { accept: undefined, encoding: undefined, ofList: undefined },
    { accept: '', encoding: undefined, ofList: undefined },
    { accept: 'identity', encoding: undefined, ofList: undefined },
    { accept: 'gzip', encoding: 'gzip', ofList: 'gzip' },
    { accept: 'br', encoding: 'br', ofList: undefined },
    { accept: 'gzip, deflate, br, zstd', encoding: 'br', ofList: 'gzip' },
    { accept: 'BR', encoding: 'br', ofList: undefined },
    { accept: 'gzip;q=1, br ; q=0.001', encoding: 'br', ofList: 'gzip' },
    { accept: 'br;q=0, gzip', encoding: 'gzip', ofList: 'gzip' },
    { accept: 'br;q=0.0, *;q=0', encoding: undefined, ofList: undefined },
    { accept: 'br;q=0, gzip;q=0', encoding: undefined, ofList: undefined },
    { accept: '*', encoding: 'br', ofList: 'gzip' },
    { accept: '*;q=0', encoding: undefined, ofList: undefined },
    { accept: 'deflate', encoding: undefined, ofList: undefined },
    { accept: 'x-br, bro', encoding: undefined, ofList: undefined },
  ];

  test.each(cases)('of a version, who accepts $accept gets $encoding', async ({ accept, encoding }) => {
    store(mainJs, script);
    store(`${mainJs}.br`, br, { 'content-encoding': 'br' });
    const answer = await get(`/${mainJs}`, accept === undefined ? {} : { 'accept-encoding': accept });

    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(decoded(answer.bytes, encoding)).toBe(script);
    expect(answer.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-type': 'text/javascript; charset=utf-8' });
    expect(answer.headers['content-length']).toBe(String(answer.bytes.byteLength));
    // What travels to who takes brotli is what is stored, byte for byte; the plain file is not even asked for.
    expect(asked).toEqual([encoding === 'br' ? `${mainJs}.br` : mainJs]);
    if (encoding === 'br') expect(answer.bytes.equals(br)).toBe(true);
  });

  test.each(cases)('of a list, who accepts $accept gets $ofList, made here', async ({ accept, ofList: encoding }) => {
    store('elements/index.json', script, { 'content-type': 'application/json', 'cache-control': index });
    const answer = await get('/elements/index.json', accept === undefined ? {} : { 'accept-encoding': accept });

    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(decoded(answer.bytes, encoding)).toBe(script);
    expect(answer.headers).toMatchObject({ vary: 'Accept-Encoding' });
    expect(answer.headers['etag']?.startsWith('W/')).toBe(encoding !== undefined);
    expect(asked).toEqual(['elements/index.json']);
  });

  test.each([
    ['a version', 'elements/v1.0.0/calendar/chunk-4QX7.js', true],
    ['a prerelease', 'elements/v2.0.0-next.1/calendar/main.js', true],
    ['its map', 'elements/v1.0.0/calendar/main.js.map', true],
    ['a runtime', 'elements/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js', true],
    ['a preview', 'elements/_preview/pr-7/0a1b2c/calendar/main.js', true],
    ['a runtime of a preview', 'elements/_preview/pr-7/0a1b2c/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js', true],
    ['a font', 'elements/v1.0.0/calendar/ui.woff2', false],
    ['a copy', 'elements/v1.0.0/calendar/main.js.br', false],
    ['a record', 'elements/_records/calendar/1.0.0.json', false],
    ['a list', 'elements/calendar/versions.json', false],
    ['the catalog', 'catalog.js', false],
  ])('the copy of %s is looked for: %s, %s', async (_what, key, copied) => {
    await get(`/${key}`, { 'accept-encoding': 'br' });
    expect(asked).toEqual([copied ? `${key}.br` : key]);
  });

  test('without its copy, a text file is missing for who takes brotli: the edge cannot look twice', async () => {
    store(mainJs, script);
    expect((await get(`/${mainJs}`, { 'accept-encoding': 'br' })).status).toBe(404);
    expect((await get(`/${mainJs}`, { 'accept-encoding': 'gzip' })).status).toBe(200);
  });

  test('each encoding has a tag of its own, the one made here a weak one', async () => {
    store(mainJs, script);
    store(`${mainJs}.br`, br, { 'content-encoding': 'br' });
    const tags = await Promise.all(
      ['identity', 'gzip', 'br'].map(async (accept) => (await get(`/${mainJs}`, { 'accept-encoding': accept })).headers['etag']),
    );
    expect(new Set(tags).size).toBe(3);
    expect(tags[1]).toBe(`W/${tags[0]}`);
  });

  test.each([
    ['999 bytes of text', 'a.js', 'text/javascript', 'x'.repeat(999), undefined],
    ['1,000 bytes of text', 'a.js', 'text/javascript', 'x'.repeat(1_000), 'gzip'],
    ['10,000,000 bytes of text', 'a.json', 'application/json', 'x'.repeat(10_000_000), 'gzip'],
    ['10,000,001 bytes of text', 'a.json', 'application/json', 'x'.repeat(10_000_001), undefined],
    ['a picture', 'a.png', 'image/png', 'x'.repeat(2_000), undefined],
    ['a font', 'a.woff2', 'font/woff2', 'x'.repeat(2_000), undefined],
  ])('%s to who accepts gzip', async (_what, name, type, body, encoding) => {
    store(`elements/v1.0.0/a/${name}`, body, { 'content-type': type });
    expect((await get(`/elements/v1.0.0/a/${name}`, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe(encoding);
  });

  test('a picture has no Vary, and its .br is not looked for', async () => {
    store('elements/v1.0.0/a/a.png', randomBytes(2_000), { 'content-type': 'image/png' });
    expect((await get('/elements/v1.0.0/a/a.png', { 'accept-encoding': 'br' })).headers).not.toHaveProperty('vary');
    expect(asked).toEqual(['elements/v1.0.0/a/a.png']);
  });
});

describe('the cache', () => {
  test('keeps what never changes for a year, and its age', async () => {
    store(mainJs, script);
    expect((await get(`/${mainJs}`)).cache).toBe('Miss');
    now += 364 * 24 * 3600 * second;
    const hit = await get(`/${mainJs}`);
    expect([hit.cache, hit.headers['age']]).toEqual(['Hit', String(364 * 24 * 3600)]);
    expect(asked).toEqual([mainJs]);
  });

  test('asks once for many who come at once', async () => {
    store(mainJs, script);
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(`/${mainJs}`)));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([script]));
    expect(asked).toEqual([mainJs]);
  });

  test('leaves query strings out of the key, and ignores no-cache of viewers', async () => {
    store(mainJs, script);
    await get(`/${mainJs}`);
    expect((await get(`/${mainJs}?tag=pt-next`)).cache).toBe('Hit');
    expect((await get(`/${mainJs}`, { 'cache-control': 'no-cache', pragma: 'no-cache', cookie: 'a=b', authorization: 'x' })).cache).toBe(
      'Hit',
    );
  });

  test('serves stale while it revalidates, then what is new', async () => {
    store('elements/index.json', 'old', { 'cache-control': index });
    await get('/elements/index.json');
    store('elements/index.json', 'new', { 'cache-control': index });
    now += 59 * second;
    expect((await get('/elements/index.json')).text).toBe('old');
    expect(asked).toHaveLength(1);
    now += 2 * second;
    expect((await get('/elements/index.json')).text).toBe('old');
    await expect.poll(async () => (await get('/elements/index.json')).text).toBe('new');
    expect(asked).toHaveLength(2);
  });

  test('revalidates what is older than that, by ETag', async () => {
    store('elements/index.json', 'same', { 'cache-control': index });
    const { headers } = await get('/elements/index.json');
    now += 361 * second;
    const refreshed = await get('/elements/index.json');
    expect([refreshed.cache, refreshed.text, refreshed.headers['age']]).toEqual(['RefreshHit', 'same', '0']);
    expect(asked.at(-1)).toBe(`elements/index.json unless ${headers['etag']}`);
    expect((await get('/elements/index.json')).cache).toBe('Hit');
  });

  test('gives a day-old list while the bucket fails, and no older one', async () => {
    store('elements/index.json', 'kept', { 'cache-control': index });
    await get('/elements/index.json');
    failing = true;
    now += 80_000 * second;
    expect((await get('/elements/index.json')).text).toBe('kept');
    now += 10_000 * second;
    expect((await get('/elements/index.json')).status).toBe(502);
  });

  test('keeps nothing without a Cache-Control, but revalidates', async () => {
    objects.set('elements/x.json', { headers: { etag: '"1"', 'content-type': 'application/json' }, body: Buffer.from('{}') });
    await get('/elements/x.json');
    expect((await get('/elements/x.json')).cache).toBe('RefreshHit');
  });

  test.each([{ status: 404 }, { status: 502 }])('remembers a $status for ten seconds', async ({ status }) => {
    failing = status === 502;
    expect((await get(`/${mainJs}`)).status).toBe(status);
    failing = false;
    store(mainJs, script);
    now += 9 * second;
    expect((await get(`/${mainJs}`)).status).toBe(status);
    now += 1 * second;
    expect((await get(`/${mainJs}`)).status).toBe(200);
  });

  test('forgets what it compressed of what is invalidated', async () => {
    const encodings = ['gzip', 'identity'];
    const list = { 'content-type': 'application/json', 'cache-control': index };
    store('elements/index.json', 'old '.repeat(500), list);
    for (const accept of encodings) await get('/elements/index.json', { 'accept-encoding': accept });
    store('elements/index.json', 'new '.repeat(600), list);
    edge.purge(['/elements/index.json']);
    const [zipped, plain] = await Promise.all(encodings.map((accept) => get('/elements/index.json', { 'accept-encoding': accept })));
    expect([gunzipSync(zipped!.bytes).toString(), plain!.text]).toEqual(Array(2).fill('new '.repeat(600)));
  });

  test('keeps the stored copy of a path that is invalidated: it lies at a path of its own', async () => {
    store(`${mainJs}.br`, brotliCompressSync(script), { 'content-encoding': 'br' });
    const read = async () => (await get(`/${mainJs}`, { 'accept-encoding': 'br' })).cache;
    await read();
    edge.purge([`/${mainJs}`]);
    expect(await read()).toBe('Hit');
    edge.purge([`/${mainJs}.br`]);
    expect(await read()).toBe('Miss');
  });

  test('forgets a 404 that is invalidated', async () => {
    await get(`/${mainJs}`);
    store(mainJs, script);
    edge.purge([`/${mainJs}`]);
    expect((await get(`/${mainJs}`)).status).toBe(200);
  });

  test('does not keep an answer that was under way while its path was invalidated', async () => {
    store(mainJs, 'old');
    let release = () => undefined as void;
    hold = new Promise((resolve) => (release = resolve));
    const early = get(`/${mainJs}`);
    store(mainJs, 'new');
    edge.purge([`/${mainJs}`]);
    const late = get(`/${mainJs}`);
    release();

    expect((await early).text).toBe('old');
    expect((await late).text).toBe('new');
    expect((await get(`/${mainJs}`)).text).toBe('new');
  });
});

describe('what is answered', () => {
  const missing = { status: 404, cacheControl: 'public, max-age=10' };
  const rows: readonly {
    readonly what: string;
    readonly target: string;
    readonly method?: string;
    readonly status: number;
    readonly cacheControl: string;
    /** Answered by the function, which sets every header whether or not there is an Origin. */
    readonly byFunction?: boolean;
  }[] = [
    { what: 'a file', target: `/${mainJs}`, status: 200, cacheControl: forEver },
    { what: 'its HEAD', target: `/${mainJs}`, method: 'HEAD', status: 200, cacheControl: forEver },
    { what: 'a preflight', target: `/${mainJs}`, method: 'OPTIONS', status: 204, cacheControl: 'no-store', byFunction: true },
    { what: 'a missing file', target: '/elements/v9.9.9/calendar/main.js', ...missing },
    {
      what: 'a channel',
      target: '/elements/stable/calendar/main.js?a=//b',
      status: 307,
      cacheControl: 'public, max-age=60',
      byFunction: true,
    },
    { what: 'an unknown channel', target: '/elements/next/calendar/main.js', ...missing, byFunction: true },
    { what: 'a channel that names no version', target: '/elements/broken/calendar/main.js', ...missing, byFunction: true },
    { what: 'malformed encoding', target: '/elements/%E0%A4%A', ...missing, byFunction: true },
    { what: 'what is not served', target: '/_claims/x.tar', ...missing, byFunction: true },
    { what: 'what no key of S3 could be', target: `/elements/${'a'.repeat(1_100)}`, ...missing, byFunction: true },
  ];
  test.each(
    rows.flatMap((row) => [
      { ...row, origin: 'https://school.example' },
      { ...row, origin: undefined },
    ]),
  )('$what, Origin $origin: $status', async ({ target, method, status, cacheControl, byFunction, origin }) => {
    store(mainJs, script);
    channels.set('stable/calendar', '1.0.0').set('broken/calendar', '1.0.0/../../_claims');
    const headers: Record<string, string> = origin ? { origin } : {};
    const answer = await get(target, headers, method);

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(responseHeadersOf(target, { status, hasOrigin: origin !== undefined }));
    expect(answer.headers['access-control-allow-origin']).toBe(origin || status < 400 || byFunction ? '*' : undefined);
    expect(answer.headers['cache-control']).toBe(cacheControl);
    expect(answer.headers['x-cache'] === 'FunctionGeneratedResponse from cloudfront').toBe(byFunction === true);
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])('%s is refused before any function is run', async (method) => {
    store(mainJs, script);
    expect(await get(`/${mainJs}`, {}, method)).toMatchObject({ status: 403, cache: 'Error' });
    expect(asked).toEqual([]);
  });

  test('a channel leads to its version, and to another one as soon as it has moved', async () => {
    const moved = [];
    for (const version of ['1.0.0', '1.1.0', '2.0.0-next.1']) {
      channels.set('stable/calendar', version);
      moved.push((await get('/elements/stable/calendar/main.js?tag=pt-next')).headers['location']);
    }
    expect(moved).toEqual(['1.0.0', '1.1.0', '2.0.0-next.1'].map((version) => `/elements/v${version}/calendar/main.js`));
    expect(asked).toEqual([]);
  });

  test.each([
    '/_staging/calendar/0a1b.tar',
    '/_claims/x.tar',
    '/_receipts/calendar/1.0.0.json',
    '/_channels/calendar.json',
    '/%5Fclaims/x.tar',
    '//_claims/x.tar',
    '/elements/../_claims/x.tar',
  ])('%s is not even asked for', async (target) => {
    store(decodeURIComponent(target).replace(/^\/+/, ''), 'secret');
    store(decodeURIComponent(target).slice(1), 'secret');
    const answer = await get(target);
    expect([answer.status, answer.text]).toEqual([404, notFound.body]);
    expect(asked).toEqual([]);
  });

  test.each([
    `/%65lements/v1.0.0/calendar/main.js`,
    `/elements/v1.0.0/calendar/main%2Ejs`,
    `/elements/v1.0.0/calendar%2Fmain.js`,
    `/elements//v1.0.0/calendar/main.js`,
    `/elements/v1.0.0/calendar/./main.js`,
    `/elements/v1.0.0/calendar/x/%2e%2e/main.js`,
  ])('%s is another way to write a URL: missing, before the bucket that would decode it is asked', async (target) => {
    store(mainJs, script);
    const answer = await get(target);
    expect([answer.status, answer.text, answer.headers['cache-control']]).toEqual([404, notFound.body, 'public, max-age=10']);
    expect(asked).toEqual([]);
  });

  test('nothing that S3 says for itself gets out', async () => {
    store(mainJs, script);
    const names = Object.keys((await get(`/${mainJs}`)).headers);
    expect(names.filter((name) => name.startsWith('x-amz-') || name === 'server')).toEqual([]);
  });

  test('304 to who has it already, with the headers of a 200 but its content', async () => {
    store(mainJs, script);
    const { headers } = await get(`/${mainJs}`, { 'accept-encoding': 'gzip' });
    const known = await get(`/${mainJs}`, { 'accept-encoding': 'gzip', 'if-none-match': headers['etag']! });
    expect([known.status, known.bytes.byteLength]).toEqual([304, 0]);
    expect(known.headers).toMatchObject({
      etag: headers['etag'],
      'cache-control': forEver,
      vary: 'Accept-Encoding',
      'access-control-allow-origin': '*',
    });
    expect((await get(`/${mainJs}`, { 'if-none-match': '"x"' })).status).toBe(200);
    expect((await get(`/${mainJs}`, { 'if-modified-since': headers['last-modified']! })).status).toBe(304);
    expect((await get(`/${mainJs}`, { 'if-none-match': '"x"', 'if-modified-since': headers['last-modified']! })).status).toBe(200);
  });

  test('a range, of what is cached', async () => {
    store(mainJs, '0123456789');
    const { headers } = await get(`/${mainJs}`);
    const part = await get(`/${mainJs}`, { range: 'bytes=2-4' });
    expect([part.status, part.text, part.headers['content-range'], part.cache]).toEqual([206, '234', 'bytes 2-4/10', 'Hit']);
    expect((await get(`/${mainJs}`, { range: 'bytes=2-4', 'if-range': headers['etag']! })).status).toBe(206);
    expect((await get(`/${mainJs}`, { range: 'bytes=2-4', 'if-range': '"x"' })).text).toBe('0123456789');
    expect((await get(`/${mainJs}`, { range: 'bytes=0-1,3-4' })).status).toBe(200);
    const outside = await get(`/${mainJs}`, { range: 'bytes=10-' });
    expect([outside.status, outside.headers['content-range']]).toEqual([416, 'bytes */10']);
  });

  test('a preflight allows what was asked for', async () => {
    const { headers } = await get(`/${mainJs}`, { origin: 'https://x', 'access-control-request-headers': 'x-a, x-b' }, 'OPTIONS');
    expect(headers).toMatchObject({
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': 'x-a, x-b',
      'access-control-allow-origin': '*',
    });
  });
});
