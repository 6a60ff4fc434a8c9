import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArtefactStore, createS3Client, createS3Store, integrityOf, PintagError, previewKey, previewRuntimeKey } from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { linkElement } from '@pintag/runtime';
import { launchChromium, startSite } from '@pintag/runtime/testing';
import { expect, onTestFinished, test } from 'vitest';
import { prebuilt } from '../faults/small-workspace.ts';
import { createTestRemote } from '../git/testing/test-remote.ts';
import type { Repository } from '../git/repository.ts';
import type { Builder } from '../publish/builder.ts';
import { createOwnedStore } from '../testing/owned-store.ts';
import { smallRuntime } from '../testing/small-runtime.ts';
import { contentsOf, createTestRelease } from '../testing/test-release.ts';
import { uploadPreview, type UploadPreviewOptions } from './upload-preview.ts';
import type { UploadedPreview } from './uploaded-preview-schema.ts';

const pr = 7;

/** Of a pull request whose one commit touches both features. */
function proposed(): Repository {
  const repository = createTestRelease().tools().repository;
  const base = { branch: 'main', commit: 'b'.repeat(40), ahead: 0 };
  return { ...repository, merge: { commit: repository.commit, head: repository.commit, base, commits: new Set([repository.commit]) } };
}

const upload = (store: ArtefactStore, options: Partial<UploadPreviewOptions> = {}): Promise<UploadedPreview> =>
  uploadPreview({
    repository: proposed(),
    store,
    origin: 'https://cdn.example.com',
    builder: prebuilt,
    link: linkElement,
    log: () => {},
    pr,
    ...options,
  });

const place = { pr, sha: proposed().commit };

/** Also has a file whose bytes are not in its name. */
const withNotice = (text: string): Builder => ({
  build: async (features, root) =>
    (await prebuilt.build(features, root)).map((outcome) => ({
      ...outcome,
      files: [...('files' in outcome ? outcome.files : []), { path: 'notice.txt', body: Buffer.from(text) }],
    })),
});

test('a preview lies below its own commit, its runtime too, and nowhere else', async () => {
  const store = createOwnedStore();
  const { features, path: folder } = await upload(store);
  expect(features.map(({ feature, status }) => `${feature} ${status}`)).toEqual(['calendar uploaded', 'questionnaire uploaded']);
  const keys = [...(await store.contents()).keys()];
  expect(folder).toBe(`/elements/_preview/pr-7/${place.sha}/`);
  expect(keys.filter((key) => !`/${key}`.startsWith(folder))).toEqual([]);
  expect(keys).toContain(previewRuntimeKey(place, smallRuntime.name, 'angular.js.br'));
  for (const content of (await store.contents()).values()) expect(content.cacheControl).toBe('public, max-age=300');
});

test('its tag names what is there, with the integrity of that', async () => {
  const store = createOwnedStore();
  const { features } = await upload(store, { only: ['calendar'] });
  const integrity = integrityOf((await store.read(previewKey(place, 'calendar', 'main.js')))!.body);
  expect(features[0]!.tag).toBe(
    `<script src="https://cdn.example.com/elements/_preview/pr-7/${place.sha}/calendar/main.js" integrity="${integrity}" crossorigin="anonymous"></script>`,
  );
});

test('asking again changes nothing and answers the same tags', async () => {
  const store = createOwnedStore();
  const first = await upload(store);
  const before = await contentsOf(store);
  const second = await upload(store);
  expect(second.features.map(({ status }) => status)).toEqual(['already-there', 'already-there']);
  expect(second.features.map(({ tag }) => tag)).toEqual(first.features.map(({ tag }) => tag));
  expect(await contentsOf(store)).toEqual(before);
});

test('a build of the same commit that gives other bytes leaves what is there, and its tag', async () => {
  const store = createOwnedStore();
  const { features } = await upload(store, { builder: withNotice('first') });
  const before = await contentsOf(store);
  const second = await upload(store, { builder: withNotice('second') });
  expect(second.features).toEqual(features.map((one) => ({ ...one, status: 'already-there' })));
  expect(await contentsOf(store)).toEqual(before);
});

test('other bytes below a preview that was never completed are not mixed with it, and the other feature is uploaded', async () => {
  const store = createOwnedStore();
  await upload(store, { builder: withNotice('first') });
  await store.remove(previewKey(place, 'calendar', 'main.js'));
  // To who may not list a bucket, what is missing is forbidden.
  const forbidding: ArtefactStore = {
    ...store,
    read: async (key) => (await store.read(key)) ?? Promise.reject(refusal('AccessDenied')),
  };
  const { features } = await upload(forbidding, { builder: withNotice('second') });
  expect(features).toMatchObject([
    { feature: 'calendar', status: 'failed', code: 'PT_PREVIEW_TAKEN' },
    { feature: 'questionnaire', status: 'already-there' },
  ]);
  expect(features[0]!.tag).toBeUndefined();
});

test('a store that fails where other bytes lie is told of as what it is', async () => {
  const store = createOwnedStore();
  await upload(store, { builder: withNotice('first') });
  const { features } = await upload(
    { ...store, read: () => Promise.reject(refusal('SlowDown')) },
    { builder: withNotice('second'), only: ['calendar'] },
  );
  expect(features).toMatchObject([{ feature: 'calendar', status: 'failed', code: 'PT_STORE_FAILED' }]);
});

/** As the store throws what S3 answers. */
const refusal = (name: string): PintagError => {
  const cause = Object.assign(new Error(name), { name });
  return new PintagError('PT_STORE_FAILED', { what: 'reading', bucket: 'elements', why: name }, { cause });
};

test('the loader comes after everything that it loads', async () => {
  const store = createOwnedStore();
  const created: string[] = [];
  await upload(
    { ...store, create: (key, object) => (created.push(key.split('/').slice(4).join('/')), store.create(key, object)) },
    { only: ['calendar'] },
  );
  expect(created.slice(-2)).toEqual(['calendar/main.js.br', 'calendar/main.js']);
  expect(created.findLastIndex((key) => key.startsWith('runtime/'))).toBeLessThan(created.findIndex((key) => key.startsWith('calendar/')));
});

test('a feature that does not build is told, and the others can be tried', async () => {
  const builder: Builder = {
    build: async (features, root) =>
      (await prebuilt.build(features, root)).map((outcome) =>
        outcome.feature === 'calendar' ? { feature: 'calendar', failure: new Error('calendar does not compile') } : outcome,
      ),
  };
  const { features } = await upload(createOwnedStore(), { builder });
  expect(features).toMatchObject([
    { feature: 'calendar', status: 'failed', reason: 'calendar does not compile' },
    { feature: 'questionnaire', status: 'uploaded' },
  ]);
});

test.each([
  ['a number', { pr: 0 }],
  ['a commit', { sha: '../../v1.0.0' }],
  ['a commit', { sha: 'main' }],
])('what is no %s gets no path', async (_, wrong) => {
  const store = createOwnedStore();
  await expect(upload(store, wrong)).rejects.toMatchObject({ code: 'PT_USAGE' });
  expect([...(await store.contents())]).toEqual([]);
});

test('in a browser, through the edge, a preview loads with its lazy chunk and its own runtime, each checked by integrity', async () => {
  const remote = await createTestRemote('released');
  await remote.first.commit('feat(calendar): weeks', { 'libs/calendar/src/weeks.ts': 'export const weeks = 1;\n' });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pintag-preview-'));
  const local = await startLocal({ dataDir, port: 0 });
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = local.s3;
  const s3 = createS3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  onTestFinished(async () => {
    s3.destroy();
    await local.close();
    await rm(dataDir, { recursive: true });
  });
  const repository = await remote.first.open({ purpose: 'preview', branch: 'main', merge: {} });
  const { origin } = local.edge;
  const { features } = await upload(createS3Store({ client: s3, bucket }), { repository, origin });
  expect(features.map(({ feature, status }) => `${feature} ${status}`)).toEqual(['calendar uploaded']);

  const browser = await launchChromium(process.env);
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (line) => ['warning', 'error'].includes(line.type()) && said.push(line.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await using host = await startSite();
  const body = `<!doctype html><link rel="icon" href="data:,">${features[0]!.tag}<pt-calendar></pt-calendar>`;
  host.files.set('/', { body, headers: { 'content-type': 'text/html' } });
  const [lazy] = await Promise.all([page.waitForResponse((response) => response.url().endsWith('/forms.js')), page.goto(host.origin)]);
  await page.waitForFunction(() => customElements.get('pt-calendar') !== undefined);
  expect(lazy.status()).toBe(200);

  const below = `${origin}/elements/_preview/pr-7/${repository.merge!.head}`;
  const preloaded = await page.$$eval('link[rel=modulepreload][integrity]', (links) => links.map((link) => (link as HTMLLinkElement).href));
  expect(preloaded).toEqual(
    expect.arrayContaining([
      `${below}/calendar/element-AAAA1111.js`,
      `${below}/calendar/chunk-BBBB2222.js`,
      `${below}/runtime/${smallRuntime.name}/angular.js`,
    ]),
  );
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(asked.filter((url) => url.startsWith(origin) && !url.startsWith(`${below}/`))).toEqual([]);
  expect(said).toEqual([]);
});
