/** What becomes of a found state over several releases. */
import { claimKey, linkedBundleKey, parseClaim, parseRecord, recordKey, stagingKey } from '@pintag/cdn';
import { expect, test } from 'vitest';
import { bundleOf } from '../testing/test-release.ts';
import { createFoundWorld, type FoundWorld } from './testing/found-world.ts';

const statusOf = async (world: FoundWorld, version: string) => {
  const key = recordKey('calendar', version);
  return parseRecord(Buffer.from(await world.store.text(key)), key).status;
};
const calendarOf = ({ features }: Awaited<ReturnType<FoundWorld['release']>>) => features.filter(({ feature }) => feature === 'calendar');
const tagsOf = async ({ remote }: FoundWorld) => (await remote.git('tag', '--list')).split('\n');

/** Tagged and claimed by a run that broke off; nothing of it is public. */
async function brokenOff(world: FoundWorld): Promise<{ readonly commit: string; readonly bundle: string }> {
  const commit = await world.commit('feat(calendar): weeks');
  const index = await world.store.contents();
  await world.release();
  const claim = await world.store.text(claimKey('calendar', '1.1.0'));
  const bundle = linkedBundleKey(parseClaim(Buffer.from(claim), 'claim').digest);
  const kept = [...(await world.store.contents())].filter(([key]) => index.has(key) || key.startsWith('_'));
  await world.store.restore(new Map([...kept.filter(([key]) => !key.startsWith('_receipts/calendar/1.1.0')), ...index]));
  return { commit, bundle };
}

test('a staged bundle that expired is built again from the tag’s commit', async () => {
  const world = await createFoundWorld();
  const { commit, bundle } = await brokenOff(world);
  for (const key of [stagingKey('calendar', commit), bundle]) await world.store.remove(key);
  world.built.length = 0;
  await world.commit('docs: later');

  expect((await world.check()).discrepancies.map(({ kind }) => kind)).toEqual(['tag-without-record']);
  expect(calendarOf(await world.release())).toMatchObject([{ version: '1.1.0', status: 'repaired' }]);
  expect(world.built).toEqual(['calendar']);
  expect(await world.store.text('elements/v1.1.0/calendar/element-1.js')).toContain(commit);
  expect(await world.check()).toMatchObject({ ok: true, discrepancies: [] });
});

test('where the rebuild differs from the open claim, the number is given up, and the next release takes the next one', async () => {
  const world = await createFoundWorld();
  const { commit, bundle } = await brokenOff(world);
  for (const key of [stagingKey('calendar', commit), bundle]) await world.store.remove(key);
  world.builds = (feature, root) => bundleOf(feature, `${root} by another compiler`);

  const abandoned = await world.reconcile();
  expect(abandoned).toMatchObject({
    ok: false,
    features: [{ version: '1.1.0', status: 'failed', code: 'PT_VERSION_ABANDONED' }],
    left: [],
  });
  expect(await statusOf(world, '1.1.0')).toBe('abandoned');
  expect(await world.reconcile()).toMatchObject({ ok: true, features: [], healed: [], left: [] });
  expect(await world.check()).toMatchObject({ ok: true, discrepancies: [] });

  await world.commit('fix(calendar): weeks');
  expect(await world.release()).toMatchObject({ ok: true });
  expect(await statusOf(world, '1.1.1')).toBe('released');
  expect(await world.store.text('elements/calendar/versions.json')).not.toContain('"1.1.0"');
});

test('a deleted tag keeps its number: the release says what to run, and follows the version once it is restored', async () => {
  const world = await createFoundWorld();
  await world.remote.git('update-ref', '-d', 'refs/tags/calendar-v1.0.0');
  await world.remote.git('update-ref', '-d', 'refs/notes/semantic-release-calendar-v1.0.0');
  await world.commit('feat(questionnaire): more', 'questionnaire');

  const refusal = { status: 'failed', version: '1.0.0', code: 'PT_TAG_LOST' };
  expect(calendarOf(await world.release({ dryRun: true }))).toMatchObject([refusal]);
  const refused = await world.release();
  expect(refused.ok).toBe(false);
  expect(calendarOf(refused)).toMatchObject([
    { status: 'failed', code: 'PT_TAG_LOST', remedy: expect.stringContaining('--restore calendar-v1.0.0') },
  ]);
  // The others are released.
  expect(await tagsOf(world)).toEqual(['questionnaire-v1.0.0', 'questionnaire-v1.1.0']);

  await world.reconcile({ restore: ['calendar-v1.0.0'] });
  await world.commit('feat(calendar): more');
  expect(calendarOf(await world.release())).toMatchObject([{ version: '1.1.0', status: 'released' }]);
});

test('a deleted tag whose claim is of another commit costs a number, and no more', async () => {
  const world = await createFoundWorld();
  await brokenOff(world);
  for (const ref of ['refs/tags/calendar-v1.1.0', 'refs/notes/semantic-release-calendar-v1.1.0'])
    await world.remote.git('update-ref', '-d', ref);
  await world.commit('fix(calendar): later');

  expect((await world.check()).discrepancies.map(({ kind }) => kind)).toEqual(['claim-without-tag']);
  expect(calendarOf(await world.release())).toMatchObject([{ version: '1.1.0', status: 'failed', code: 'PT_VERSION_ABANDONED' }]);
  await world.commit('fix(calendar): again');
  expect(await world.release()).toMatchObject({ ok: true });
  expect(await statusOf(world, '1.1.1')).toBe('released');
  expect(await world.check()).toMatchObject({ ok: true, discrepancies: [] });
});

test('a moved tag stops its feature alone; put back, the other commit gets the next number', async () => {
  const world = await createFoundWorld();
  const moved = await world.commit('feat(calendar): weeks');
  await world.clone.git('push', '--quiet', '--force', 'origin', `${moved}:refs/tags/calendar-v1.0.0`);
  expect(await world.release()).toMatchObject({ ok: false });

  const { remedy } = (await world.check()).discrepancies[0]!;
  await world.follow(/`(git [^`]+)`/.exec(remedy)![1]!);
  expect(calendarOf(await world.release())).toMatchObject([{ version: '1.1.0', status: 'released' }]);
});

const branches = ['main', { name: 'beta', prerelease: true }];

test('a repository with old prereleases and no notes: nothing is published, the branch goes on, and stays adopted by nobody', async () => {
  const world = await createFoundWorld();
  world.branches = branches;
  await world.clone.git('switch', '--quiet', '--create', 'beta');
  await world.commit('feat(calendar): weeks');
  for (const tag of ['calendar-v1.1.0-beta.1', 'calendar-v1.1.0-beta.2'])
    await world.clone.git('push', '--quiet', 'origin', `HEAD:refs/tags/${tag}`);
  await world.commit('fix(calendar): weeks');

  expect(calendarOf(await world.release())).toMatchObject([
    { status: 'failed', reason: expect.stringContaining('`pintag reconcile` makes the note again') },
  ]);
  const healed = await world.reconcile();
  expect(healed).toMatchObject({ ok: true, features: [], healed: [{ kind: 'note-missing', tag: 'calendar-v1.1.0-beta.2' }] });
  expect(healed.left.map(({ kind }) => kind)).toEqual(['foreign-tag', 'foreign-tag']);
  expect(calendarOf(await world.release())).toMatchObject([{ version: '1.1.0-beta.3', status: 'released' }]);
});

test('a next number that is a tag on another line of history: the merge that the message names goes on from there', async () => {
  const world = await createFoundWorld();
  await world.clone.git('switch', '--quiet', '--create', 'other');
  await world.clone.commit('fix(calendar): elsewhere', { 'libs/calendar/src/elsewhere.ts': 'export {};\n' });
  await world.clone.git('tag', 'calendar-v1.0.1');
  await world.clone.git('push', '--quiet', 'origin', 'calendar-v1.0.1');
  await world.clone.git('switch', '--quiet', 'main');
  await world.commit('fix(calendar): here');

  const stuck = calendarOf(await world.release());
  expect(stuck).toMatchObject([{ status: 'failed', reason: expect.stringContaining('does not lead to this one') }]);
  await world.follow(/`(git [^`]+)`/.exec(stuck[0]!.reason!)![1]!);
  await world.commit('fix(calendar): on');
  expect(calendarOf(await world.release())).toMatchObject([{ version: '1.0.2', status: 'released' }]);
});

test('years of old tags of all kinds: nothing is published unasked, and the next release follows those of its own format', async () => {
  const world = await createFoundWorld();
  const { clone } = world;
  for (const tag of ['v1.0.0', 'v9.9.9', 'calendar@3.0.0', 'calendar/v4.0.0', 'calendar-v2.0.0', 'calendar-v2.0.1-rc.1'])
    await clone.git('tag', tag);
  await clone.git('tag', '--annotate', '--message=old', 'calendar-v2.1.0');
  await clone.git('tag', '--annotate', '--message=a tree', 'calendar-v8.0.0', 'HEAD^{tree}');
  await clone.git('push', '--quiet', 'origin', '--tags');
  const before = await world.store.contents();

  expect((await world.check()).discrepancies.map(({ tag }) => tag)).toEqual(['calendar-v2.0.0', 'calendar-v2.0.1-rc.1', 'calendar-v2.1.0']);
  expect(await world.release()).toMatchObject({ ok: true });
  expect(await world.reconcile()).toMatchObject({ ok: true, features: [], healed: [] });
  expect(await world.store.contents()).toEqual(before);

  await world.commit('fix(calendar): next');
  expect(calendarOf(await world.release())).toMatchObject([{ version: '2.1.1', status: 'released' }]);
});
