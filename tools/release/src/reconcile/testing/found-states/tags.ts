/** Release tags that were pushed, moved or deleted by hand. */
import { recordKey } from '@pintag/cdn';
import { type FoundState, tag, deleteTag, deleteNote } from './found-state.ts';

export const tags: readonly FoundState[] = [
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
];
