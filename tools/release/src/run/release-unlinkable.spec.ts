/** A bundle that cannot become a version gets no tag; one that has a tag already costs its number, not the peace of later runs. */
import { type BundleFile, PintagError, packBundle, parseRecord, recordKey, stagingKey } from '@pintag/cdn';
import { linkElement } from '@pintag/runtime';
import { expect, test } from 'vitest';
import { prebuilt } from '../faults/small-workspace.ts';
import type { Builder } from '../publish/builder.ts';
import type { Link } from '../publish/link.ts';
import { contentFor } from '../publish/stored-content.ts';
import { type ReleaseResult, release } from './release.ts';
import { bundleOf, createTestRelease, fakeLink } from '../testing/test-release.ts';

const inShort = ({ features }: ReleaseResult) => features.map(({ feature, version, status }) => `${feature} ${version ?? '-'} ${status}`);

/** Changes what the build of the calendar gives. */
const spoilt = (spoil: (files: readonly BundleFile[]) => readonly BundleFile[]): Builder => ({
  build: async (...args) =>
    (await prebuilt.build(...args)).map((outcome) =>
      'files' in outcome && outcome.feature === 'calendar' ? { ...outcome, files: spoil(outcome.files) } : outcome,
    ),
});
const withFile = (path: string) => spoilt((files) => [...files, { path, body: Buffer.from('x') }]);

const unlinkable: readonly (readonly [what: string, code: string, builder: Builder])[] = [
  ['a file of an unknown type', 'PT_CONTENT_TYPE', withFile('font.otf')],
  ['a file without an extension', 'PT_CONTENT_TYPE', withFile('LICENSE')],
  ['a file name beyond ASCII', 'PT_BUNDLE_MALFORMED', withFile('icône.svg')],
  ['a file name with a space', 'PT_BUNDLE_MALFORMED', withFile('a b.svg')],
  [
    'an element.json that says nothing',
    'PT_BUNDLE_MALFORMED',
    spoilt((files) => files.map((file) => (file.path === 'element.json' ? { ...file, body: Buffer.from('{"schema":1}') } : file))),
  ],
];

test.each(unlinkable)('a bundle with %s gets no tag (%s), and is released once it is mended', async (_, code, builder) => {
  const { tools, remote } = createTestRelease();
  const first = await release(tools({ builder, link: linkElement }));

  expect(inShort(first)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 released']);
  expect(first.features[0]).toMatchObject({ code });
  expect([...remote.tags.keys()]).toEqual(['questionnaire-v1.0.0']);
  expect(inShort(await release(tools({ builder: prebuilt, link: linkElement })))).toEqual([
    'calendar 1.0.0 released',
    'questionnaire 1.0.0 already-there',
  ]);
});

test('whatever the link step lets pass, a file that cannot be stored under its URL gets no tag', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const link: Link = async (...args) => [...(await fakeLink(...args)), { path: '../x.js', body: Buffer.from('x') }];

  expect((await release(tools({ link }))).features).toMatchObject([{ status: 'failed', code: 'PT_FILE_PATH' }]);
  expect(remote.tags.size).toBe(0);
});

const refusing: Link = async (_, { feature }) => {
  throw new PintagError('PT_BUNDLE_MALFORMED', { feature, problems: ['it is odd'] });
};

test('a staged bundle that cannot be linked is passed over for a new build', async () => {
  const { tools, store, builder } = createTestRelease(['calendar']);
  const run = tools();
  const key = stagingKey('calendar', run.repository.commit);
  const odd = [...bundleOf('calendar', run.repository.root), { path: 'LICENSE', body: Buffer.from('x') }];
  await store.create(key, contentFor(key, await packBundle(odd)));

  expect(inShort(await release(run))).toEqual(['calendar 1.0.0 released']);
  expect(builder.built).toEqual(['calendar', 'calendar']);
  expect((await release(tools())).ok).toBe(true);
});

/** Killed after the tag, before anything says which bytes the version stands for. */
async function taggedOnly() {
  const made = createTestRelease(['calendar']);
  const dies = {
    ...made.store,
    create: async (...args: Parameters<typeof made.store.create>) =>
      args[0].startsWith('_claims/') ? Promise.reject(new Error('killed')) : made.store.create(...args),
  };
  await release(made.tools({ store: dies }));
  expect([...made.remote.tags.keys()]).toEqual(['calendar-v1.0.0']);
  return made;
}

const doesNotBuild: Builder = {
  build: async ([feature = '']) => [{ feature, failure: new PintagError('PT_BUNDLE_INCOMPLETE', { feature, missing: 'element.json' }) }],
};

test.each([
  ['cannot be linked either', undefined],
  ['is refused', doesNotBuild],
])('a tagged bundle that cannot be linked, and whose new build %s: the number is given up, and later runs are green', async (_, other) => {
  const { tools, store, remote, builder } = await taggedOnly();
  const first = await release(tools({ link: refusing, builder: other ?? builder }));

  expect(first.features).toMatchObject([
    { status: 'failed', code: 'PT_VERSION_ABANDONED', reason: expect.stringContaining('cannot be linked') },
  ]);
  const key = recordKey('calendar', '1.0.0');
  expect(parseRecord((await store.read(key))!.body, key)).toMatchObject({ status: 'abandoned', files: [] });
  expect((await release(tools({ link: refusing }))).ok).toBe(true);
  remote.commit('calendar');
  expect(inShort(await release(tools()))).toEqual(['calendar 1.1.0 released']);
});

test('a link step that breaks down costs no number: the next run goes on', async () => {
  const { tools } = await taggedOnly();
  expect(inShort(await release(tools({ link: () => Promise.reject(new Error('out of memory')) })))).toEqual(['calendar 1.0.0 failed']);
  expect(inShort(await release(tools()))).toEqual(['calendar 1.0.0 repaired']);
});
