import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import {
  type RuntimeRecord,
  createPublicEdge,
  createS3Client,
  createS3Store,
  integrityOf,
  responseHeadersOf,
  runtimeKey,
  runtimeRecordKey,
  runtimeStagingKey,
  sha256Of,
} from '@pintag/cdn';
import { createMemoryEdge } from '@pintag/cdn/testing';
import { startLocal } from '@pintag/local';
import { expect, onTestFinished, test } from 'vitest';
import { createOwnedStore } from '../../testing/owned-store.ts';
import { smallRuntime } from '../../testing/small-runtime.ts';
import { contentFor } from '../stored-content.ts';
import { RuntimeLost } from './find-runtime.ts';
import { publishRuntime } from './publish-runtime.ts';
import { stageRuntime } from './staged-runtime.ts';

const { name } = smallRuntime;

async function stagedWorld() {
  const store = createOwnedStore();
  await stageRuntime(store, smallRuntime);
  const edge = createMemoryEdge({ store });
  const builds: string[] = [];
  const rebuild = async () => {
    builds.push(name);
    return smallRuntime;
  };
  const publish = (tools: Partial<Parameters<typeof publishRuntime>[0]> = {}): Promise<RuntimeRecord> =>
    publishRuntime({ store, edge, log: () => {}, verifyPauses: [], ...tools }, name, rebuild);
  return { store, edge, builds, rebuild, publish };
}

test('a runtime is recorded with its files and their copies, as they are served', async () => {
  const { store, edge, publish, builds } = await stagedWorld();
  const record = await publish();

  for (const { path, integrity, sha256, contentType, contentEncoding } of record.files) {
    const stored = (await store.read(runtimeKey(name, path)))!;
    expect(stored).toMatchObject({ contentType, cacheControl: 'public, max-age=31536000, immutable' });
    expect(stored.contentEncoding).toBe(contentEncoding);
    expect([integrityOf(stored.body), sha256Of(stored.body)]).toEqual([integrity, sha256]);
    expect(edge.asked).toContain(`/${runtimeKey(name, path)}`);
  }
  expect(builds).toEqual([]);
});

test('what the edge serves wrong is not recorded', async () => {
  const { store, edge, publish } = await stagedWorld();
  const wrong = { ...edge, fetch: async () => ({ status: 403, headers: {}, body: Buffer.alloc(0) }) };

  await expect(publish({ edge: wrong })).rejects.toMatchObject({ code: 'PT_RUNTIME_WRONG' });
  expect(await store.read(runtimeRecordKey(name))).toBeUndefined();
  expect((await publish()).runtime).toBe(name);
});

test('a file that the edge has just missed is asked for once more', async () => {
  const { edge, publish } = await stagedWorld();
  let misses = 1;
  const late: typeof edge = {
    ...edge,
    fetch: async (path, request) =>
      path.endsWith('/forms.js') && misses-- > 0 ? { status: 404, headers: {}, body: Buffer.alloc(0) } : edge.fetch(path, request),
  };
  expect((await publish({ edge: late, verifyPauses: [1] })).runtime).toBe(name);
});

test('a copy that another brotli made is recorded as it stands', async () => {
  const { store, publish } = await stagedWorld();
  const [{ body }] = smallRuntime.files.filter(({ path }) => path === 'angular.js') as [(typeof smallRuntime.files)[number]];
  const copy = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } });
  const key = runtimeKey(name, 'angular.js.br');
  await store.create(key, contentFor(key, copy));

  const record = await publish();
  expect(record.files.find(({ path }) => path === 'angular.js.br')).toMatchObject({ size: copy.byteLength, sha256: sha256Of(copy) });
});

test.each([
  ['a file with other bytes', 'angular.js', Buffer.from('mine')],
  ['a copy that decodes to other bytes', 'angular.js.br', brotliCompressSync('mine')],
  ['a copy that is no brotli', 'angular.js.br', Buffer.from('mine')],
])('%s is refused by name, and stays', async (_, path, bytes) => {
  const { store, publish } = await stagedWorld();
  const key = runtimeKey(name, path);
  await store.create(key, contentFor(key, bytes));

  await expect(publish()).rejects.toMatchObject({ code: 'PT_RUNTIME_TAKEN', facts: { runtime: name, key } });
  expect(Buffer.compare((await store.read(key))!.body, bytes)).toBe(0);
  expect(await store.read(runtimeRecordKey(name))).toBeUndefined();
});

test('without its staged bundle, what lies under its URL is enough, when it is all of it', async () => {
  const { store, publish, builds } = await stagedWorld();
  const first = await publish();
  for (const key of [runtimeStagingKey(name), runtimeRecordKey(name)]) await store.remove(key);
  expect(await publish()).toEqual(first);
  expect(builds).toEqual([]);

  for (const key of [runtimeRecordKey(name), runtimeKey(name, 'forms.js')]) await store.remove(key);
  expect(await publish()).toEqual(first);
  expect(builds).toEqual([name]);
});

test('a staged bundle that is not what its name says is not published', async () => {
  const { store, publish, builds } = await stagedWorld();
  await store.replace(runtimeStagingKey(name), 'mine');
  expect((await publish()).runtime).toBe(name);
  expect(builds).toEqual([name]);
});

test('a build that gives another runtime, or none, is no way out', async () => {
  const { store, edge } = await stagedWorld();
  await store.remove(runtimeStagingKey(name));
  for (const built of [undefined, { ...smallRuntime, name: 'angular-22.1.8-0123456789abcdef' }]) {
    const attempt = publishRuntime({ store, edge, log: () => {} }, name, async () => built);
    await expect(attempt).rejects.toThrow(RuntimeLost);
    await expect(attempt).rejects.toThrow(built?.name ?? 'gives none');
  }
});

test.each(['{}', 'mine', JSON.stringify({ schema: 1, status: 'released', runtime: 'angular-22.1.8-0123456789abcdef', files: [] })])(
  'a record that says %s is not believed',
  async (text) => {
    const { store, publish } = await stagedWorld();
    await store.replace(runtimeRecordKey(name), text);
    await expect(publish()).rejects.toMatchObject({ code: 'PT_RECORD_FOREIGN' });
  },
);

test('two at once write the same record', async () => {
  const { store, publish } = await stagedWorld();
  const [one, two] = await Promise.all([publish(), publish()]);
  expect(one).toEqual(two);
  expect(JSON.parse(await store.text(runtimeRecordKey(name)))).toEqual(one);
});

test('on the store and the edge of this machine it is served as the tables say, each file for ever', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pintag-runtime-'));
  const local = await startLocal({ dataDir });
  const { bucket, endpoint, region, ...credentials } = local.s3;
  const client = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
  onTestFinished(async () => {
    client.destroy();
    await local.close();
    await rm(dataDir, { recursive: true });
  });
  const store = createS3Store({ client, bucket });
  const { origin } = local.edge;
  const edge = { ...createPublicEdge({ origin }), invalidate: async () => {} };
  const record = await publishRuntime({ store, edge, log: () => {} }, name, async () => smallRuntime);

  for (const { path: file, contentType } of record.files.filter((one) => !one.contentEncoding)) {
    const url = `/${runtimeKey(name, file)}`;
    const answer = await fetch(origin + url, { headers: { origin: 'https://host.example', 'accept-encoding': 'br' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...responseHeadersOf(url),
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': contentType,
      'content-encoding': 'br',
      vary: 'Accept-Encoding',
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(smallRuntime.files.find((one) => one.path === file)!.body);
  }
  const staged = await fetch(`${origin}/${runtimeStagingKey(name)}`);
  expect(staged.status).toBe(404);
});
