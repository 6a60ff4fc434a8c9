/** Channels, and the key-value store that the edge redirects by. */
import { channelsKey } from '@pintag/cdn';
import type { FoundWorld } from '../found-world.ts';
import { type FoundState, list, expectText } from './found-state.ts';

const withChannel = (world: FoundWorld): Promise<void> => world.follow('pintag channel set stable calendar@1.0.0');
/** What somebody writes into the key-value store. */
async function atEdge({ keyValues }: FoundWorld, puts: Readonly<Record<string, string>>, deletes: readonly string[] = []): Promise<void> {
  await keyValues.update({ puts: new Map(Object.entries(puts)), deletes }, (await keyValues.list()).etag);
}

export const channels: readonly FoundState[] = [
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
];
