/** Releases that broke off, and what is left of them. */
import { claimKey, promotionKey, receiptKey } from '@pintag/cdn';
import { type FoundState, record, bundleKey, removeRow, keysBelow, keysOf } from './found-state.ts';

export const unfinished: readonly FoundState[] = [
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
];
