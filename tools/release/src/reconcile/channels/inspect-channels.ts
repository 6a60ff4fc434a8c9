/** Does the edge redirect as the channel files say, and to versions that there are? */
import {
  type ArtefactStore,
  channelOf,
  channelsKey,
  channelValueKey,
  isChannelName,
  isFeatureName,
  type KeyValues,
  PintagError,
  type StoredChannels,
  storedChannels,
} from '@pintag/cdn';
import pLimit from 'p-limit';
import { type Discrepancy, discrepancy } from '../discrepancy.ts';

const parallel = 8;

export interface InspectChannelsOptions {
  readonly store: ArtefactStore;
  readonly keyValues: KeyValues | undefined;
  readonly isPublished: IsPublished;
}

/** Whether hosts can load a version. */
export type IsPublished = (feature: string, version: string) => Promise<boolean>;

/** @returns sorted by feature, then by channel; what concerns whole files, or all of them, first. */
export async function inspectChannels({ store, keyValues, isPublished }: InspectChannelsOptions): Promise<readonly Discrepancy[]> {
  const stored = await storedChannels(store);
  const unreadable = [...stored.unreadable].map(([key, { message }]) => discrepancy('channels-unreadable', { key, message }));
  const missing = await withoutVersion(stored, isPublished);
  const values = await valuesOf(keyValues, stored);
  if (!(values instanceof Map)) return [...unreadable, ...values, ...missing];
  const untold = new Set(missing.map(({ channel, feature }) => channelValueKey(channel!, feature!)));
  const single = [...missing, ...notProjected(stored, values, untold), ...unfounded(stored, values)];
  return [...unreadable, ...single.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))];
}

const placeOf = ({ feature, channel }: Discrepancy): string => `${feature}/${channel}`;

/** @returns the values, or why there are none to compare with. */
async function valuesOf(
  keyValues: KeyValues | undefined,
  { files }: StoredChannels,
): Promise<Map<string, string> | readonly Discrepancy[]> {
  const notCompared = (message: string) => [discrepancy('channels-not-compared', { message })];
  if (!keyValues)
    return files.size === 0 ? [] : notCompared('There are channels, and no key-value store is configured to compare them with.');
  try {
    return new Map((await keyValues.list()).values);
  } catch (error) {
    // Everything else can be compared and healed without it.
    if (error instanceof PintagError && error.code === 'PT_KEY_VALUES_FAILED') {
      return [discrepancy('channels-out-of-reach', { message: error.message })];
    }
    throw error;
  }
}

async function withoutVersion({ files }: StoredChannels, isPublished: IsPublished): Promise<Discrepancy[]> {
  const pointed = [...files.values()].flatMap(({ feature, channels }) =>
    Object.entries(channels).map(([channel, { version }]) => ({ feature, channel, version, key: channelsKey(feature) })),
  );
  const limit = pLimit(parallel);
  const checked = await Promise.all(
    pointed.map(async (about) => {
      if (await limit(isPublished, about.feature, about.version)) return [];
      const message = `${about.channel} of ${about.feature} is ${about.version}, which is not on the CDN.`;
      return [discrepancy('channel-without-version', { ...about, message })];
    }),
  );
  return checked.flat();
}

function notProjected({ files }: StoredChannels, values: ReadonlyMap<string, string>, untold: ReadonlySet<string>): Discrepancy[] {
  return [...files.values()].flatMap(({ feature, channels }) =>
    Object.entries(channels).flatMap(([channel, { version }]) => {
      const valueKey = channelValueKey(channel, feature);
      const atEdge = values.get(valueKey);
      if (atEdge === version || untold.has(valueKey)) return [];
      const message = `${channel} of ${feature} is ${version}, and the edge ${atEdge === undefined ? 'knows no such channel' : `still redirects to ${atEdge}`}.`;
      return [discrepancy('channel-not-projected', { feature, channel, version, key: channelsKey(feature), message })];
    }),
  );
}

/** Values that look like a channel's and have no file behind them. */
function unfounded({ files, unreadable }: StoredChannels, values: ReadonlyMap<string, string>): Discrepancy[] {
  return [...values].flatMap(([valueKey, version]) => {
    const [channel = '', feature = '', ...more] = valueKey.split('/');
    if (more.length > 0 || !isChannelName(channel) || !isFeatureName(feature)) return [];
    if (channelOf(files.get(feature), channel) || unreadable.has(channelsKey(feature))) return [];
    const message = `The edge redirects ${channel} of ${feature} to ${version}, and no file says so.`;
    return [discrepancy('channel-unfounded', { feature, channel, version, key: channelsKey(feature), message })];
  });
}
