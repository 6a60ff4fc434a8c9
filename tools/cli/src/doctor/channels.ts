/** Does the edge's key-value store say what the channel files say? */
import { setTimeout as pause } from 'node:timers/promises';
import { type ArtefactStore, channelsPrefix, channelValueKey, type KeyValues, readChannels } from '@pintag/cdn';
import type { Check, Verdict } from './check.ts';

export interface ChannelsOptions {
  readonly store: ArtefactStore;
  readonly keyValues: KeyValues;
  /** Milliseconds. */
  readonly limit: number;
  /** Milliseconds from a difference to the second look: whoever moves a channel writes its file first. */
  readonly settling: number;
}

export const checkChannels = ({ store, keyValues, limit, settling }: ChannelsOptions): Check => ({
  name: 'channels',
  limit,
  look: async (signal) => {
    const first = await keyValues.list().catch((error: unknown) => {
      if (isRefusal(error)) return undefined;
      throw error;
    });
    if (!first)
      return { outcome: 'skipped', why: `These credentials may not read ${keyValues.name}: only the roles plan and channels may.` };
    const expected = await expectedValues(store);
    const found = differences(expected, first.values);
    if (found.length === 0)
      return { outcome: 'ok', found: `${keyValues.name} answers, and its ${expected.size} channels are those of the channel files.` };

    await pause(settling, undefined, { signal });
    const again = differences(await expectedValues(store), (await keyValues.list()).values);
    const lasting = again.filter(({ says }) => found.some((one) => one.says === says));
    if (lasting.length > 0) return failure(lasting);
    return { outcome: 'ok', found: `${keyValues.name} answers, and it follows the channel files, which were moved meanwhile.` };
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

interface Difference {
  readonly says: string;
  /** No file has it, and nothing deletes what pages may load. */
  readonly unfounded: boolean;
}

function differences(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): readonly Difference[] {
  const late = [...expected].filter(([key, version]) => actual.get(key) !== version);
  return [
    ...late.map(([key, version]) => ({ says: `${key} is ${actual.get(key) ?? 'missing'} instead of ${version}`, unfounded: false })),
    ...[...actual.keys()].filter((key) => !expected.has(key)).map((key) => ({ says: `${key} is in no channel file`, unfounded: true })),
  ];
}

function failure(found: readonly Difference[]): Verdict {
  const shown = found.slice(0, 6).map(({ says }) => says);
  const remedies = [
    found.some(({ unfounded }) => !unfounded) &&
      'Run `pintag channel repair` with the credentials of the role channels: it copies the channel files into the key-value store again.',
    found.some(({ unfounded }) => unfounded) &&
      'A key that is in no file, `<channel>/<feature>`, nothing deletes by itself: if it is meant, write it down with `pintag channel set`, otherwise delete it from the key-value store.',
  ];
  return {
    outcome: 'failed',
    found: `${shown.join('; ')}${found.length > shown.length ? ` and ${found.length - shown.length} more` : ''}.`,
    remedy: remedies.filter((remedy) => remedy !== false).join(' '),
  };
}
