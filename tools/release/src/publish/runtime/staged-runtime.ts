/** Keeps a runtime's bundle, so that a release that broke off can go on with the very same bytes. */
import {
  type ArtefactStore,
  type BundleFile,
  KeyTaken,
  digestOf,
  isRuntimeNamed,
  packBundle,
  runtimeStagingKey,
  unpackBundle,
} from '@pintag/cdn';
import type { RuntimeBundle } from '../builder.ts';
import { contentFor } from '../stored-content.ts';

/** @returns `damaged` when something stands there that is not what the name says: nobody goes on with that, whatever it is. */
export async function stageRuntime(store: ArtefactStore, { name, files }: RuntimeBundle): Promise<'kept' | 'damaged'> {
  const key = runtimeStagingKey(name);
  try {
    await store.create(key, contentFor(key, await packBundle(files)));
    return 'kept';
  } catch (error) {
    if (error instanceof KeyTaken) return 'damaged';
    throw error;
  }
}

/** `undefined` when nothing is staged, or what is has other bytes than its name says. */
export async function readStagedRuntime(store: ArtefactStore, name: string): Promise<readonly BundleFile[] | undefined> {
  const stored = await store.read(runtimeStagingKey(name));
  return stored && isRuntimeNamed(name, digestOf(stored.body)) ? unpackBundle(stored.body) : undefined;
}
