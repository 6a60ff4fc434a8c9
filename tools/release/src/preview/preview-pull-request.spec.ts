import { readFile } from 'node:fs/promises';
import {
  artefactKey,
  type BundleFile,
  digestOf,
  integrityOf,
  nameRuntime,
  packBundle,
  PintagError,
  type PublicEdge,
  recordKey,
  versionsKey,
} from '@pintag/cdn';
import { linkElement } from '@pintag/runtime';
import { expect, test } from 'vitest';
import type { Repository } from '../git/repository.ts';
import type { Builder } from '../publish/builder.ts';
import { release } from '../run/release.ts';
import { docsFile, jsonSchemaText, validate } from '../testing/json-schema.ts';
import { createTestRelease, type TestRelease } from '../testing/test-release.ts';
import { previewPullRequest, type PreviewOptions } from './preview-pull-request.ts';
import { type PullRequestPreview, previewSchema } from './preview-schema.ts';

const file = docsFile('pull-request-preview.schema.json');
const schema = await readFile(file, 'utf8').catch(() => '{}');

function bundleOf(feature: string, word: string): BundleFile[] {
  const lists = { entry: 'element-ENTRY.js', static: ['element-ENTRY.js', 'chunk-WORD.js'], lazy: ['chunk-LAZY.js'] };
  return Object.entries({
    'element.json': JSON.stringify({ schema: 1, feature, element: `pt-${feature}`, ...lists }),
    'element-ENTRY.js': `import { word } from './chunk-WORD.js';export function define(tag){}`,
    'element-ENTRY.js.map': '{"version":3,"sources":[],"names":[],"mappings":""}',
    'chunk-WORD.js': `export const word = '${word}';`,
    'chunk-LAZY.js': 'export const more = 1;',
    '3rdpartylicenses.txt': 'Package: none',
  }).map(([path, text]) => ({ path, body: Buffer.from(text) }));
}

const builderOf = (word: string, failing: readonly string[] = []): Builder => ({
  build: async (features) =>
    features.map((feature) =>
      failing.includes(feature)
        ? { feature, failure: new PintagError('PT_BUILD_FAILED', { feature, output: 'no such thing' }) }
        : { feature, files: bundleOf(feature, word) },
    ),
});

/** As if the newest commit were the pull request's. */
function merging(repository: Repository): Repository {
  const base = { branch: 'main', commit: 'b'.repeat(40), ahead: 0 };
  return { ...repository, merge: { commit: repository.commit, head: repository.commit, base, commits: new Set([repository.commit]) } };
}

/** What is released has one word, the pull request a longer one. */
async function proposed({ releases, touches = ['calendar'] }: { releases: number; touches?: readonly string[] }): Promise<TestRelease> {
  const test = createTestRelease();
  for (let number = 1; number <= releases; number += 1) {
    if (number > 1) test.remote.commit('calendar');
    const { ok } = await release(test.tools({ builder: builderOf('x'.repeat(number)), link: linkElement }));
    expect(ok).toBe(true);
  }
  if (releases > 0) test.remote.commit(...touches);
  return test;
}

async function preview(test: TestRelease, options: Partial<PreviewOptions> = {}): Promise<PullRequestPreview> {
  const { repository, edge } = test.tools();
  const result = await previewPullRequest({
    repository: merging(repository),
    edge,
    builder: builderOf('a much longer word'),
    link: linkElement,
    ...options,
  });
  expect(validate(schema, result)).toEqual([]);
  return result;
}

const published = async ({ store }: TestRelease, version: string, path: string) =>
  (await store.read(artefactKey('calendar', version, path)))!.body;

test('the documented schema is the one that previews have; `vitest run <this file> -u` writes it', async () => {
  await expect(await jsonSchemaText(previewSchema, { id: 'urn:pintag:pull-request-preview:1', file })).toMatchFileSnapshot(file);
});

test('sizes are those of the linked files, before and after, and the tag is the one that the release would print', async () => {
  const test = await proposed({ releases: 3 });
  const [calendar] = (await preview(test)).releases;
  const sizeOf = async (version: string, paths: readonly string[]) => {
    const bodies = await Promise.all(paths.map((path) => published(test, version, path)));
    return bodies.reduce((sum, { byteLength }) => sum + byteLength, 0);
  };
  const initial = ['main.js', 'element-ENTRY.js', 'chunk-WORD.js'];
  const compressed = (paths: readonly string[]) => paths.map((path) => `${path}.br`);
  const sizesOf = async (version: string) => ({
    initial: { raw: await sizeOf(version, initial), brotli: await sizeOf(version, compressed(initial)) },
    total: {
      raw: await sizeOf(version, [...initial, 'chunk-LAZY.js']),
      brotli: await sizeOf(version, compressed([...initial, 'chunk-LAZY.js'])),
    },
  });
  expect(calendar!.last).toEqual({ version: '1.2.0', size: await sizesOf('1.2.0') });
  expect(calendar!.size!.initial.raw - calendar!.last!.size!.initial.raw).toBe('a much longer word'.length - 'xxx'.length);

  await release(test.tools({ builder: builderOf('a much longer word'), link: linkElement }));
  const integrity = await Promise.all(
    ['1.3.0', '1.2.0', '1.1.0'].map(async (version) => integrityOf(await published(test, version, 'main.js'))),
  );
  expect(calendar).toMatchObject({ to: '1.3.0', build: 'built', size: await sizesOf('1.3.0'), pullRequest: true });
  expect(calendar!.script).toEqual({
    tag: `<script src="https://cdn.example.com/elements/v1.3.0/calendar/main.js" integrity="${integrity.join(' ')}" crossorigin="anonymous"></script>`,
    url: 'https://cdn.example.com/elements/v1.3.0/calendar/main.js',
    integrity,
  });
});

test('nothing is asked of the CDN that a feature without a release would need, and nothing is written there', async () => {
  const test = await proposed({ releases: 1 });
  const before = (await Array.fromAsync(test.store.list(''))).length;
  const asked = test.edge.asked.length;
  await preview(test);

  const paths = [recordKey('calendar', '1.0.0'), artefactKey('calendar', '1.0.0', 'manifest.json'), versionsKey('calendar')];
  expect(test.edge.asked.slice(asked)).toEqual(paths.map((path) => `/${path}`));
  expect((await Array.fromAsync(test.store.list(''))).length).toBe(before);
});

test('a first release has nothing to compare with, and asks nothing', async () => {
  const test = await proposed({ releases: 0 });
  const { releases } = await preview(test);

  expect(releases.map(({ last, build }) => ({ last, build }))).toEqual([{ build: 'built' }, { build: 'built' }]);
  expect(releases[0]!.script.integrity).toHaveLength(1);
  expect(test.edge.asked).toEqual([]);
});

test('the runtime that a version shares is named, and no part of its size', async () => {
  const test = await proposed({ releases: 1 });
  const runtimeFiles = [{ path: 'angular.js', body: Buffer.from('export {};'.repeat(10_000)) }];
  const name = nameRuntime('angular-22.1.7', digestOf(await packBundle(runtimeFiles)));
  const files = runtimeFiles.map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) }));
  const need = { name, files, static: ['angular.js'], lazy: [] };
  const onRuntime = (files: readonly BundleFile[]) =>
    files.map(({ path, body }) =>
      path === 'element.json'
        ? { path, body: Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(body).toString()) as object), runtime: need })) }
        : { path, body },
    );
  const builder: Builder = {
    build: async (features) =>
      features.map((feature) => ({
        feature,
        files: onRuntime(bundleOf(feature, 'word')),
        runtime: { name, files: runtimeFiles },
      })),
  };
  const { size, last, problem } = (await preview(test, { builder })).releases[0]!;
  expect(problem).toBeUndefined();
  expect(size!.runtime).toBe(name);
  expect(size!.total.raw).toBeLessThan(10_000);
  expect(last!.size).not.toHaveProperty('runtime');
});

test('without a build, sizes and integrity are said to be unknown', async () => {
  const { releases } = await preview(await proposed({ releases: 1 }), { builder: undefined });

  expect(releases[0]).toMatchObject({ build: 'skipped', last: { version: '1.0.0', size: expect.anything() } });
  expect(releases[0]).not.toHaveProperty('size');
  expect(releases[0]!.script).toMatchObject({ integrity: [], unknown: expect.stringContaining('nothing was built') });
  expect(releases[0]!.script.tag).toBe('<script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js"></script>');
});

test('a feature that cannot be built, or is too big, is told with the reason and holds up no other', async () => {
  const test = await proposed({ releases: 1, touches: ['calendar', 'questionnaire'] });
  const broken = await preview(test, { builder: builderOf('word', ['calendar']) });
  expect(broken.releases).toMatchObject([
    { build: 'failed', problem: { code: 'PT_BUILD_FAILED' } },
    { feature: 'questionnaire', build: 'built' },
  ]);

  const big = await preview(test, { sizeBudget: { feature: 10, features: {}, runtime: 10 } });
  expect(big.releases[0]).toMatchObject({ build: 'failed', problem: { code: 'PT_BUDGET' } });
});

test.each([
  {
    what: 'a CDN that does not answer',
    fails: () => Promise.reject(new PintagError('PT_EDGE_UNREACHABLE', { url: 'https://cdn.example.com/', tries: 4 })),
  },
  { what: 'a CDN that has none of it', fails: () => Promise.resolve({ status: 404, headers: {}, body: new Uint8Array() }) },
  { what: 'a CDN that answers with something else', fails: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') }) },
])('with $what the versions are predicted all the same', async ({ fails }) => {
  const edge: PublicEdge = { origin: 'https://cdn.example.com', fetch: fails };
  const { releases } = await preview(await proposed({ releases: 1 }), { edge });

  expect(releases[0]).toMatchObject({ to: '1.1.0', build: 'built', last: { version: '1.0.0', unknown: expect.any(String) } });
  expect(releases[0]!.last).not.toHaveProperty('size');
  expect(releases[0]!.script).toMatchObject({
    integrity: [expect.stringMatching(/^sha384-/)],
    unknown: expect.stringContaining('before it'),
  });
});

test('what others merged before is told from what the pull request brings', async () => {
  const test = await proposed({ releases: 1, touches: ['questionnaire'] });
  test.remote.commit('calendar');
  const { releases } = await preview(test);

  expect(releases.map(({ feature, pullRequest, reasons }) => [feature, pullRequest, reasons.map((reason) => reason.pullRequest)])).toEqual([
    ['calendar', true, [true]],
    ['questionnaire', false, [false]],
  ]);
});
