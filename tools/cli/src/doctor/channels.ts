/** Does the edge's key-value store say what the channel files say? */
import { type ArtefactStore, channelsPrefix, channelValueKey, type KeyValues, readChannels } from '@pintag/cdn';
import type { Check, Verdict } from './check.ts';

export interface ChannelsOptions {
  readonly store: ArtefactStore;
  readonly keyValues: KeyValues;
  /** Milliseconds. */
  readonly limit: number;
}

export const checkChannels = ({ store, keyValues, limit }: ChannelsOptions): Check => ({
  name: 'channels',
  limit,
  look: async () => {
    const state = await keyValues.list().catch((error: unknown) => {
      if (isRefusal(error)) return undefined;
      throw error;
    });
    if (!state)
      return { outcome: 'skipped', why: `These credentials may not read ${keyValues.name}: only the roles plan and channels may.` };
    return compare(await expectedValues(store), state.values, keyValues.name);
  },
});

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && /^AccessDenied/.test(error.cause.name);

async function expectedValues(store: ArtefactStore): Promise<ReadonlyMap<string, string>> {
  const features: string[] = [];
  for await (const key of store.list(channelsPrefix)) {
    if (key.endsWith('.json')) features.push(key.slice(channelsPrefix.length, -'.json'.length));
  }
  const files = await Promise.all(features.map((feature) => readChannels(store, feature)));
  return new Map(
    files.flatMap((file) =>
      Object.entries(file?.channels ?? {}).map(([channel, { version }]) => [channelValueKey(channel, file!.feature), version] as const),
    ),
  );
}

function compare(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>, name: string): Verdict {
  const wrong = [
    ...[...expected].flatMap(([key, version]) =>
      actual.get(key) === version ? [] : [`${key} is ${actual.get(key) ?? 'missing'} instead of ${version}`],
    ),
    ...[...actual.keys()].filter((key) => !expected.has(key)).map((key) => `${key} is in no channel file`),
  ];
  if (wrong.length === 0)
    return { outcome: 'ok', found: `${name} answers, and its ${expected.size} channels are those of the channel files.` };
  return {
    outcome: 'failed',
    found: `${wrong.slice(0, 6).join('; ')}${wrong.length > 6 ? ` and ${wrong.length - 6} more` : ''}.`,
    remedy:
      'Run `pintag channel repair` with the credentials of the role channels: it copies the channel files into the key-value store again.',
  };
}
