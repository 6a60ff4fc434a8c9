/** Copies what the channel files say into the edge's key-value store, from which the edge function redirects. */
import { channelsKey, channelValueKey } from '../layout.ts';
import { type KeyValues, updateKeyValues } from '../key-values/key-values.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import { type ChannelFile, channelOf, parseChannelFile } from './channel-file.ts';

/**
 * Makes the edge follow one channel. The file is read after the store's ETag, so that of several writers the last one writes the last truth.
 * @throws {PintagError} PT_KEY_VALUES_FAILED, PT_STORED_INVALID
 */
export async function projectChannel(
  { store, keyValues }: { readonly store: ArtefactStore; readonly keyValues: KeyValues },
  { feature, channel }: { readonly feature: string; readonly channel: string },
): Promise<void> {
  const key = channelValueKey(channel, feature);
  await updateKeyValues(
    keyValues,
    () => keyValues.read([key]),
    async (values) => {
      const version = channelOf(await readChannels(store, feature), channel)?.version;
      const isTrue = version === undefined || values.get(key) === version;
      return { puts: new Map(isTrue ? [] : [[key, version]]) };
    },
  );
}

/** @throws {PintagError} PT_STORED_INVALID */
export async function readChannels(store: Pick<ArtefactStore, 'read'>, feature: string): Promise<ChannelFile | undefined> {
  const stored = await store.read(channelsKey(feature));
  return stored && parseChannelFile(stored.body, feature);
}
