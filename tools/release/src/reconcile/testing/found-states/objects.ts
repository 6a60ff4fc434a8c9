/** Files of a version, and its linked bundle. */

import { type FoundState, chunk, bundleKey } from './found-state.ts';

export const objects: readonly FoundState[] = [
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
];
