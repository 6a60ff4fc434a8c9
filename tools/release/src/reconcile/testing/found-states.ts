/** States that no run of ours leaves: how somebody gets there, what is said of it, who heals it, and what a release does meanwhile. */
import {
  artefactKey,
  channelsKey,
  claimKey,
  indexKey,
  linkedBundleKey,
  parseRecord,
  promotionKey,
  receiptKey,
  recordKey,
  runtimeKey,
  runtimePrefix,
  runtimeRecordKey,
  runtimeStagingKey,
  versionsKey,
} from '@pintag/cdn';
import { smallRuntime } from '../../testing/small-runtime.ts';
import type { DiscrepancyKind } from '../discrepancy.ts';
import type { FoundWorld } from './found-world.ts';

export interface FoundState {
  readonly what: string;
  /** Before the damage: the state that the world should come back to. Default: both features have 1.0.0. */
  readonly before?: (world: FoundWorld) => Promise<void>;
  readonly damage: (world: FoundWorld) => Promise<void>;
  /** What `reconcile --check` names, exactly. */
  readonly says: readonly DiscrepancyKind[];
  /**
   * What a release does meanwhile. Default: nothing, and well. `heals`: it heals the damage itself. A pattern: it fails, changes
   * nothing, and says so.
   */
  readonly release?: 'heals' | RegExp;
  /** What `reconcile` leaves. Default: nothing. */
  readonly leaves?: readonly DiscrepancyKind[];
  /** What the remedy asks of a person beside commands. */
  readonly byHand?: (world: FoundWorld) => Promise<void>;
  /** Where the world is in the end. Default: as before the damage. */
  readonly end?: (world: FoundWorld) => Promise<void>;
}

const tag = 'calendar-v1.0.0';
const record = recordKey('calendar', '1.0.0');
const chunk = artefactKey('calendar', '1.0.0', 'chunk-2.js');
const list = versionsKey('calendar');
const runtime = smallRuntime.name;
const layer = runtimeKey(runtime, 'angular.js');

const bundleKey = async ({ store }: FoundWorld): Promise<string> =>
  linkedBundleKey(parseRecord(Buffer.from(await store.text(record)), record).digest);
const edit = async ({ store }: FoundWorld, key: string, from: RegExp, to: string): Promise<void> =>
  store.replace(key, (await store.text(key)).replace(from, to));
const noteOf = (name: string): string => `refs/notes/semantic-release-${name}`;
const deleteTag = ({ remote }: FoundWorld, name = tag) => remote.git('update-ref', '-d', `refs/tags/${name}`);
const deleteNote = ({ remote }: FoundWorld, name = tag) => remote.git('update-ref', '-d', noteOf(name));

/** `beta` with calendar 1.1.0-beta.1, made by a release. */
async function onBeta(world: FoundWorld): Promise<void> {
  world.branches = ['main', { name: 'beta', prerelease: true }];
  await world.clone.git('switch', '--quiet', '--create', 'beta');
  await world.commit('feat(calendar): weeks');
  await world.release();
}
const beta = 'calendar-v1.1.0-beta.1';

/** Pushes a note, written by hand, over the one of `name`. */
async function writeNote({ clone }: FoundWorld, name: string, text: string): Promise<void> {
  const note = noteOf(name);
  await clone.git('fetch', '--quiet', 'origin', `+${note}:${note}`, '+refs/tags/*:refs/tags/*');
  await clone.git('notes', `--ref=${note}`, 'add', '--force', `--message=${text}`, `${name}^{commit}`);
  await clone.git('push', '--quiet', '--force', 'origin', note);
}

const withChannel = (world: FoundWorld): Promise<void> => world.follow('pintag channel set stable calendar@1.0.0');

/** What somebody writes into the key-value store. */
async function atEdge({ keyValues }: FoundWorld, puts: Readonly<Record<string, string>>, deletes: readonly string[] = []): Promise<void> {
  await keyValues.update({ puts: new Map(Object.entries(puts)), deletes }, (await keyValues.list()).etag);
}

export const foundStates: readonly FoundState[] = [
  { what: 'nothing is wrong', damage: async () => {}, says: [] },

  // Tags.
  {
    what: 'a tag was pushed by hand, and its version is not on the CDN',
    damage: async ({ clone }) => void (await clone.git('push', '--quiet', 'origin', 'HEAD:refs/tags/calendar-v2.0.0')),
    says: ['foreign-tag'],
    leaves: ['foreign-tag'],
    end: async ({ store }) => void (await store.text(recordKey('calendar', '2.0.0'))),
  },
  {
    what: 'an annotated tag was pushed by hand',
    damage: async ({ clone }) => {
      await clone.git('tag', '--annotate', '--message=two', 'calendar-v2.0.0');
      await clone.git('push', '--quiet', 'origin', 'calendar-v2.0.0');
    },
    says: ['foreign-tag'],
    leaves: ['foreign-tag'],
    end: async ({ store }) => void (await store.text(recordKey('calendar', '2.0.0'))),
  },
  {
    what: 'a tag was deleted',
    damage: async (world) => {
      await deleteTag(world);
    },
    says: ['record-without-tag'],
    release: /calendar 1\.0\.0, which is on the CDN already.*`pintag reconcile --restore calendar-v1\.0\.0`/s,
    leaves: ['record-without-tag'],
  },
  {
    what: 'a tag was deleted with its note',
    damage: async (world) => {
      await deleteTag(world);
      await deleteNote(world);
    },
    says: ['record-without-tag'],
    release: /calendar 1\.0\.0, which is on the CDN already.*`pintag reconcile --restore calendar-v1\.0\.0`/s,
    leaves: ['record-without-tag'],
  },
  {
    what: 'a tag was deleted and pushed by hand again on the same commit, without its note',
    damage: async (world) => void (await deleteNote(world)),
    says: [],
    end: async () => {},
  },
  {
    what: 'a tag was moved to another commit',
    damage: async (world) => {
      await world.commit('docs: more');
      await world.clone.git('push', '--quiet', '--force', 'origin', `HEAD:refs/tags/${tag}`);
    },
    says: ['record-of-other-commit'],
    release: /names .*`pintag reconcile --check`/s,
    leaves: ['record-of-other-commit'],
  },
  {
    what: 'a tag was made again, annotated, on another commit',
    damage: async (world) => {
      await world.commit('docs: more');
      await world.clone.git('tag', '--annotate', '--message=again', tag);
      await world.clone.git('push', '--quiet', '--force', 'origin', tag);
      await world.clone.git('tag', '--delete', tag);
    },
    says: ['record-of-other-commit'],
    release: /names .*`pintag reconcile --check`/s,
    leaves: ['record-of-other-commit'],
  },

  // Notes.
  {
    what: 'the note of a prerelease is missing',
    before: onBeta,
    damage: async (world) => {
      await world.commit('fix(calendar): weeks');
      await deleteNote(world, beta);
    },
    says: ['note-missing'],
    release: /calendar-v1\.1\.0-beta\.1.*`pintag reconcile` makes the note again/,
  },
  {
    what: 'the note of a prerelease names another channel',
    before: onBeta,
    damage: async (world) => {
      await world.commit('fix(calendar): weeks');
      await writeNote(world, beta, '{"channels":["alpha"]}');
    },
    says: ['note-wrong'],
    release: /`pintag reconcile` makes the note again/,
    end: async ({ remote }) =>
      expectText(await remote.git('notes', `--ref=${noteOf(beta)}`, 'show', beta), '{"channels":["alpha","beta"]}'),
  },
  {
    what: 'the note of a prerelease cannot be read',
    before: onBeta,
    damage: async (world) => {
      await world.commit('fix(calendar): weeks');
      await writeNote(world, beta, 'beta');
    },
    says: ['note-wrong'],
    release: /`pintag reconcile` makes the note again/,
  },
  {
    what: 'the note of a version that one branch contains cannot be read',
    damage: async (world) => writeNote(world, tag, '{}'),
    says: ['note-wrong'],
  },
  {
    what: 'the note of a version that several branches contain cannot be read',
    before: async (world) => {
      world.branches = ['main', 'next'];
      await world.clone.push('next');
    },
    damage: async (world) => writeNote(world, tag, '{}'),
    says: ['note-unclear'],
    leaves: ['note-unclear'],
  },
  {
    what: 'a note is there without its tag, and nothing of the version is on the CDN',
    before: async (world) => void (await world.commit('fix(calendar): weeks')),
    damage: async ({ clone }) => {
      await clone.git('notes', `--ref=${noteOf('calendar-v1.0.1')}`, 'add', '--message={"channels":[null]}', 'HEAD');
      await clone.git('push', '--quiet', 'origin', noteOf('calendar-v1.0.1'));
    },
    says: ['note-without-tag'],
    release: /`git push origin :refs\/notes\/semantic-release-calendar-v1\.0\.1`/,
    leaves: ['note-without-tag'],
    end: async ({ store }) => void (await store.text(recordKey('calendar', '1.0.1'))),
  },

  // What is not finished.
  {
    what: 'the receipt is gone',
    damage: ({ store }) => store.remove(receiptKey('calendar', '1.0.0')),
    // A release believes the index, so that it costs one GET; the same goes for the next.
    says: ['tag-without-receipt', 'index-row-wrong'],
  },
  {
    what: 'a version came to everybody, and nothing says that people were told',
    before: async (world) => {
      world.branches = ['main', 'next'];
      await world.clone.git('switch', '--quiet', '--create', 'next');
      await world.commit('feat(calendar): weeks');
      await world.release();
      await world.clone.git('switch', '--quiet', 'main');
      await world.clone.git('merge', '--quiet', '--no-ff', '--no-edit', 'next');
      await world.clone.git('push', '--quiet', 'origin', 'main');
      await world.release();
    },
    damage: ({ store }) => store.remove(promotionKey('calendar', '1.1.0', null, 'finished')),
    says: ['promotion-not-announced', 'index-row-wrong'],
  },
  {
    what: 'the record is gone, and there is a receipt',
    damage: ({ store }) => store.remove(record),
    says: ['receipt-without-record', 'version-list-wrong', 'index-row-unfounded'],
  },
  {
    what: 'a version is tagged, and its staged bundle has expired',
    damage: async ({ store }) => {
      for (const key of [...(await keysOf(store, 'calendar')), ...(await keysBelow(store, '_staging/calendar/'))]) await store.remove(key);
      await removeRow(store);
    },
    says: ['tag-without-record'],
    release: 'heals',
  },
  {
    what: 'a version is tagged and claimed, its bundles are gone, and a build of its commit gives the same bytes',
    damage: async (world) => {
      const bundle = await bundleKey(world);
      const claim = await world.store.text(claimKey('calendar', '1.0.0'));
      for (const key of await keysOf(world.store, 'calendar')) await world.store.remove(key);
      await world.store.remove(bundle);
      await world.store.replace(claimKey('calendar', '1.0.0'), claim);
      for (const key of await keysBelow(world.store, '_staging/calendar/')) await world.store.remove(key);
      await removeRow(world.store);
    },
    says: ['tag-without-record'],
    release: 'heals',
  },

  // Records, claims, receipts.
  {
    what: 'a record cannot be read',
    damage: ({ store }) => store.replace(record, '{}'),
    says: ['record-unreadable'],
    leaves: ['record-unreadable'],
    byHand: ({ store }) => store.remove(record),
  },
  {
    what: 'a record is that of another version',
    damage: async ({ store }) => store.replace(record, await store.text(recordKey('questionnaire', '1.0.0'))),
    says: ['record-unreadable'],
    leaves: ['record-unreadable'],
    byHand: ({ store }) => store.remove(record),
  },
  {
    what: 'a version was claimed, and its tag is gone',
    damage: async (world) => {
      const { store } = world;
      for (const key of [record, receiptKey('calendar', '1.0.0'), list]) await store.remove(key);
      await removeRow(store);
      await deleteTag(world);
      await deleteNote(world);
    },
    says: ['claim-without-tag'],
    release: 'heals',
    leaves: ['claim-without-tag'],
  },
  {
    what: 'a claim that cannot be read is all that is left of a version',
    damage: async (world) => {
      const { store } = world;
      for (const key of await keysOf(store, 'calendar')) await store.remove(key);
      await store.replace(claimKey('calendar', '1.0.0'), 'mine');
      await removeRow(store);
      await deleteTag(world);
      await deleteNote(world);
    },
    says: ['remnant-unreadable'],
    release: 'heals',
    leaves: ['remnant-unreadable'],
    byHand: ({ store }) => store.remove(claimKey('calendar', '1.0.0')),
    end: async () => {},
  },
  {
    what: 'a receipt is all that is left of a version',
    damage: async (world) => {
      const { store } = world;
      for (const key of [record, claimKey('calendar', '1.0.0'), list]) await store.remove(key);
      await removeRow(store);
      await deleteTag(world);
      await deleteNote(world);
    },
    says: ['receipt-without-tag'],
    release: 'heals',
    leaves: ['receipt-without-tag'],
  },

  // Objects.
  { what: 'a file of a version is missing', damage: ({ store }) => store.remove(chunk), says: ['object-missing'] },
  {
    what: 'a file of a version and its linked bundle are missing',
    damage: async (world) => {
      await world.store.remove(await bundleKey(world));
      await world.store.remove(chunk);
    },
    says: ['object-missing', 'bundle-missing'],
  },
  {
    what: 'a file of a version has other bytes',
    damage: ({ store }) => store.replace(chunk, 'mine'),
    says: ['object-differs'],
    leaves: ['object-differs'],
    byHand: ({ store }) => store.remove(chunk),
  },
  {
    what: 'the linked bundle of a version is gone',
    damage: async (world) => world.store.remove(await bundleKey(world)),
    says: ['bundle-missing'],
  },
  {
    what: 'the linked bundle of a version is damaged',
    damage: async (world) => world.store.replace(await bundleKey(world), 'mine'),
    says: ['bundle-damaged'],
    leaves: ['bundle-damaged'],
    byHand: async (world) => world.store.remove(await bundleKey(world)),
  },

  // The shared runtime.
  { what: 'a file of the runtime is missing', damage: ({ store }) => store.remove(layer), says: ['runtime-file-missing'] },
  {
    what: 'a compressed copy of the runtime is missing, and its staged bundle has expired',
    damage: async ({ store }) => {
      await store.remove(`${layer}.br`);
      await store.remove(runtimeStagingKey(runtime));
    },
    says: ['runtime-file-missing'],
  },
  {
    what: 'a file of the runtime is missing, and its staged bundle has expired',
    damage: async ({ store }) => {
      await store.remove(layer);
      await store.remove(runtimeStagingKey(runtime));
    },
    says: ['runtime-file-missing'],
  },
  {
    what: 'a file of the runtime has other bytes',
    damage: ({ store }) => store.replace(layer, 'mine'),
    says: ['runtime-file-differs'],
    leaves: ['runtime-file-differs'],
    byHand: ({ store }) => store.remove(layer),
  },
  {
    what: 'the record of the runtime is gone',
    damage: ({ store }) => store.remove(runtimeRecordKey(runtime)),
    says: ['runtime-without-record'],
  },
  {
    what: 'the record of the runtime cannot be read',
    damage: ({ store }) => store.replace(runtimeRecordKey(runtime), '{}'),
    says: ['runtime-record-unreadable'],
    leaves: ['runtime-record-unreadable'],
    byHand: ({ store }) => store.remove(runtimeRecordKey(runtime)),
  },
  {
    what: 'the record of the runtime is that of another',
    damage: async ({ store }) =>
      store.replace(runtimeRecordKey(runtime), (await store.text(runtimeRecordKey(runtime))).replace('22.1.7', '22.1.8')),
    says: ['runtime-record-unreadable'],
    leaves: ['runtime-record-unreadable'],
    byHand: ({ store }) => store.remove(runtimeRecordKey(runtime)),
  },
  {
    what: 'nothing of the runtime is there any more',
    damage: async ({ store }) => {
      for (const key of [...(await keysBelow(store, runtimePrefix(runtime))), runtimeRecordKey(runtime), runtimeStagingKey(runtime)])
        await store.remove(key);
    },
    says: ['runtime-without-record'],
  },

  // Channels.
  {
    what: 'somebody moved a channel at the edge alone',
    before: withChannel,
    damage: (world) => atEdge(world, { 'stable/calendar': '7.0.0' }),
    says: ['channel-not-projected'],
  },
  {
    what: 'the key-value store is empty, as after it was made again',
    before: async (world) => {
      await withChannel(world);
      await world.follow('pintag channel set v1 calendar@1.0.0');
    },
    damage: (world) => atEdge(world, {}, ['stable/calendar', 'v1/calendar']),
    says: ['channel-not-projected', 'channel-not-projected'],
  },
  {
    what: 'the edge has a channel that no file names',
    damage: (world) => atEdge(world, { 'next/calendar': '1.0.0' }),
    says: ['channel-unfounded'],
    leaves: ['channel-unfounded'],
    end: async ({ store }) => expectText(/"(next)": /.exec(await store.text(channelsKey('calendar')))?.[1] ?? '', 'next'),
  },
  {
    what: 'a channel was edited to point to a version that there is not',
    before: withChannel,
    damage: async (world) => {
      const file = JSON.parse(await world.store.text(channelsKey('calendar')));
      const { history } = file.channels.stable;
      const stable = { version: '7.0.0', history: [{ ...history[0], version: '7.0.0' }, ...history] };
      await world.store.replace(channelsKey('calendar'), JSON.stringify({ ...file, channels: { stable } }));
    },
    says: ['channel-without-version'],
    leaves: ['channel-without-version'],
    end: async ({ keyValues }) => expectText((await keyValues.list()).values.get('stable/calendar') ?? '', '1.0.0'),
  },
  {
    what: 'the file of the channels cannot be read',
    before: withChannel,
    damage: async ({ store }) => store.replace(channelsKey('calendar'), `mine ${await store.text(channelsKey('calendar'))}`),
    says: ['channels-unreadable'],
    leaves: ['channels-unreadable'],
    byHand: async ({ store }) => store.replace(channelsKey('calendar'), (await store.text(channelsKey('calendar'))).replace('mine ', '')),
  },
  {
    what: 'there are channels, and nothing says which key-value store the edge redirects by',
    before: withChannel,
    damage: async (world) => void (world.keyValueStore = 'forgotten'),
    says: ['channels-not-compared'],
    leaves: ['channels-not-compared'],
    byHand: async (world) => void (world.keyValueStore = 'there'),
  },
  {
    what: 'the key-value store cannot be read, and a version list is gone',
    before: withChannel,
    damage: async (world) => {
      world.keyValueStore = 'closed';
      await world.store.remove(list);
    },
    says: ['channels-out-of-reach', 'version-list-wrong'],
    leaves: ['channels-out-of-reach'],
    byHand: async (world) => void (world.keyValueStore = 'there'),
  },

  // Lists and index.
  { what: 'a version list is gone', damage: ({ store }) => store.remove(list), says: ['version-list-wrong'] },
  {
    what: 'a version list lacks a row',
    damage: (world) => edit(world, list, /"versions": \[[^]*\]/, '"versions": []'),
    says: ['version-list-wrong'],
  },
  {
    what: 'a version list has a row too many',
    damage: async (world) => {
      const parsed = JSON.parse(await world.store.text(list));
      await world.store.replace(
        list,
        JSON.stringify({ ...parsed, versions: [{ ...parsed.versions[0], version: '7.0.0' }, ...parsed.versions] }),
      );
    },
    says: ['version-list-wrong'],
  },
  {
    what: 'a row of a version list is wrong',
    damage: (world) => edit(world, list, /sha384-.{8}/, 'sha384-AAAAAAAA'),
    says: ['version-list-wrong'],
  },
  {
    what: 'a version list cannot be read',
    damage: ({ store }) => store.replace(list, 'mine'),
    says: ['version-list-unreadable'],
    leaves: ['version-list-unreadable'],
  },
  {
    what: 'a version list has a newer schema',
    damage: (world) => edit(world, list, /"schema": 1/, '"schema": 2'),
    says: ['version-list-unreadable'],
    leaves: ['version-list-unreadable'],
  },
  {
    what: 'the index is gone',
    damage: ({ store }) => store.remove(indexKey),
    says: ['index-row-missing', 'index-row-missing'],
    release: 'heals',
  },
  {
    what: 'the index lacks a row',
    damage: ({ store }) => store.replace(indexKey, '{"schema":1,"features":[]}'),
    says: ['index-row-missing', 'index-row-missing'],
    release: 'heals',
  },
  {
    what: 'a row of the index is wrong',
    damage: (world) => edit(world, indexKey, /"versions": 1/, '"versions": 7'),
    says: ['index-row-wrong'],
  },
  {
    what: 'the index cannot be read',
    damage: ({ store }) => store.replace(indexKey, 'mine'),
    says: ['index-unreadable'],
    release: /`pintag reconcile --rebuild`/,
    leaves: ['index-unreadable'],
  },
  {
    what: 'the index has a newer schema, and a file of a version is missing',
    damage: async (world) => {
      await edit(world, indexKey, /"schema": 1/, '"schema": 2');
      await world.store.remove(chunk);
    },
    says: ['index-unreadable', 'object-missing'],
    release: /update this checkout/,
    leaves: ['index-unreadable'],
  },
  {
    what: 'the index has a row too many',
    damage: async ({ store }) => {
      const parsed = JSON.parse(await store.text(indexKey));
      await store.replace(
        indexKey,
        JSON.stringify({ ...parsed, features: [...parsed.features, { ...parsed.features[0], feature: 'ghost', element: 'pt-ghost' }] }),
      );
    },
    says: ['index-row-unfounded'],
    leaves: ['index-row-unfounded'],
  },
];

async function removeRow(store: FoundWorld['store']): Promise<void> {
  const index = JSON.parse(await store.text(indexKey));
  await store.replace(
    indexKey,
    JSON.stringify({ ...index, features: index.features.filter(({ feature }: { feature: string }) => feature !== 'calendar') }),
  );
}

async function keysBelow(store: FoundWorld['store'], prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

/** All that is stored for 1.0.0 of a feature. */
const keysOf = async (store: FoundWorld['store'], feature: string): Promise<string[]> => [
  ...(await keysBelow(store, `elements/v1.0.0/${feature}/`)),
  recordKey(feature, '1.0.0'),
  receiptKey(feature, '1.0.0'),
  claimKey(feature, '1.0.0'),
  versionsKey(feature),
];

function expectText(actual: string, expected: string): void {
  if (actual.trim() !== expected) throw new Error(`Expected ${expected}, found ${actual}.`);
}
