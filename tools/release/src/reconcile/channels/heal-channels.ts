/** Makes the edge follow the channel files again; touches no channel that the files say nothing about. */
import { channelOf, type ChannelFile, channelValueKey, PintagError, readChannels, updateKeyValues } from '@pintag/cdn';
import type { ReleaseTools } from '../../run/release-tools.ts';
import type { Discrepancy } from '../discrepancy.ts';

/** @returns by key of the key-value store, why the edge could not be told; such a failure has been logged */
export async function healChannels(
  { store, keyValues, log }: Pick<ReleaseTools, 'store' | 'keyValues' | 'log'>,
  found: readonly Discrepancy[],
): Promise<ReadonlyMap<string, string>> {
  const late = found.flatMap(({ kind, feature, channel }) =>
    kind === 'channel-not-projected' && feature !== undefined && channel !== undefined ? [{ feature, channel }] : [],
  );
  if (late.length === 0 || !keyValues) return new Map();
  const told = new Map<string, string>();
  try {
    await updateKeyValues(
      keyValues,
      () => keyValues.list(),
      async (values) => {
        told.clear();
        const files = new Map<string, ChannelFile | undefined>();
        for (const feature of new Set(late.map((one) => one.feature))) files.set(feature, await readChannels(store, feature));
        for (const { feature, channel } of late) {
          const version = channelOf(files.get(feature), channel)?.version;
          const valueKey = channelValueKey(channel, feature);
          if (version !== undefined && values.get(valueKey) !== version) told.set(valueKey, version);
        }
        return { puts: told };
      },
    );
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    log({ level: 'error', step: 'reconcile', message: `The edge cannot be told of channels: ${error.message}` });
    return new Map(late.map(({ channel, feature }) => [channelValueKey(channel, feature), error.message]));
  }
  for (const [valueKey, version] of told)
    log({ level: 'info', step: 'reconcile', message: `The edge redirects ${valueKey} to ${version} now.` });
  return new Map();
}
