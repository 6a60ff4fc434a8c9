/** Version lists and the index. */
import { indexKey } from '@pintag/cdn';
import { type FoundState, chunk, list, edit } from './found-state.ts';

export const lists: readonly FoundState[] = [
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
