/** Records, claims and receipts that are gone or wrong. */
import { claimKey, receiptKey, recordKey } from '@pintag/cdn';
import { type FoundState, record, list, deleteTag, deleteNote, removeRow, keysOf } from './found-state.ts';

export const records: readonly FoundState[] = [
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
];
