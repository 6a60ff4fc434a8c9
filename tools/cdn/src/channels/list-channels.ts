/** All channels of all features, and what the edge makes of each. */
import pLimit from 'p-limit';
import { PintagError } from '../errors.ts';
import { checkFeatureName } from '../features.ts';
import { channelsKey, channelsPrefix } from '../layout.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import type { ChannelFile } from './channel-file.ts';
import { readChannels } from './project-channels.ts';

const parallel = 8;

export interface StoredChannels {
  /** By feature. */
  readonly files: ReadonlyMap<string, ChannelFile>;
  /** Files that cannot be read, by their keys, each with a PT_STORED_INVALID. */
  readonly unreadable: ReadonlyMap<string, PintagError>;
}

/** Objects below `_channels/` that are no feature's are unreadable, too. */
export async function storedChannels(store: Pick<ArtefactStore, 'read' | 'list'>): Promise<StoredChannels> {
  const keys: string[] = [];
  for await (const key of store.list(channelsPrefix)) keys.push(key);
  const files = new Map<string, ChannelFile>();
  const unreadable = new Map<string, PintagError>();
  const limit = pLimit(parallel);
  const read = async (key: string): Promise<void> => {
    const feature = featureOf(key);
    try {
      if (feature === undefined) throw new PintagError('PT_STORED_INVALID', { key, problems: ['no feature has such a file'] });
      const file = await readChannels(store, feature);
      if (file) files.set(feature, file);
    } catch (error) {
      // A store that does not answer says nothing about the file.
      if (!(error instanceof PintagError && error.code === 'PT_STORED_INVALID')) throw error;
      unreadable.set(key, error);
    }
  };
  await Promise.all(keys.map((key) => limit(read, key)));
  return { files, unreadable };
}

function featureOf(key: string): string | undefined {
  const name = key.slice(channelsPrefix.length).replace(/\.json$/, '');
  try {
    return channelsKey(checkFeatureName(name)) === key ? name : undefined;
  } catch (error) {
    if (error instanceof PintagError) return undefined;
    throw error;
  }
}
