/** The runtime that versions share. */
import { runtimeKey, runtimePrefix, runtimeRecordKey, runtimeStagingKey } from '@pintag/cdn';
import { smallRuntime } from '../../../testing/small-runtime.ts';
import { type FoundState, keysBelow } from './found-state.ts';

const runtime = smallRuntime.name;
const layer = runtimeKey(runtime, 'angular.js');

export const runtimes: readonly FoundState[] = [
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
];
