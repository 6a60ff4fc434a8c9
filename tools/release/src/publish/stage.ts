/** Keeps the version-less bundle of a feature and commit, so that a release that broke off can go on with the very same bytes. */
import { type ArtefactStore, type BundleFile, KeyTaken, packBundle, stagingKey, unpackBundle } from '@pintag/cdn';
import { contentFor } from './stored-content.ts';

/** @returns `kept` when another build of the same commit was there first: that one is used. */
export async function stage(
  store: ArtefactStore,
  feature: string,
  commit: string,
  files: readonly BundleFile[],
): Promise<'created' | 'kept'> {
  const key = stagingKey(feature, commit);
  try {
    return (await store.create(key, contentFor(key, await packBundle(files)))) === 'created' ? 'created' : 'kept';
  } catch (error) {
    if (error instanceof KeyTaken) return 'kept';
    throw error;
  }
}

/** `undefined` when nothing was staged, or what was is no bundle (any longer): it has to be built again. */
export async function readStaged(store: ArtefactStore, feature: string, commit: string): Promise<readonly BundleFile[] | undefined> {
  const stored = await store.read(stagingKey(feature, commit));
  if (!stored) return undefined;
  const files = await unpackBundle(stored.body).catch(() => []);
  return files.some(({ path }) => path === 'element.json') ? files : undefined;
}
