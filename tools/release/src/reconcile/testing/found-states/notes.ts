/** Notes that are missing, wrong or alone. */
import { recordKey } from '@pintag/cdn';
import type { FoundWorld } from '../found-world.ts';
import { type FoundState, tag, noteOf, deleteNote, expectText } from './found-state.ts';

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

export const notes: readonly FoundState[] = [
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
];
