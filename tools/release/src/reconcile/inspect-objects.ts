/** Are the bytes under a version's URL those that its record names, and is its linked bundle there to repair it with? */
import { type ArtefactStore, type ReleaseRecord, artefactKey, digestOf, gitTag, linkedBundleKey, sha256Of } from '@pintag/cdn';
import pLimit from 'p-limit';
import { type Discrepancy, discrepancy } from './discrepancy.ts';

const parallel = 8;

/** @param bundles keys of the linked bundles that there are */
export async function inspectObjects(store: ArtefactStore, record: ReleaseRecord, bundles: ReadonlySet<string>): Promise<Discrepancy[]> {
  const { feature, version, commit, files, status, digest } = record;
  if (status === 'abandoned') return [];
  const about = { feature, version, tag: gitTag(feature, version), commit };
  const limit = pLimit(parallel);
  const found = await Promise.all(
    files.map(({ path, sha256 }) =>
      limit(async (): Promise<Discrepancy[]> => {
        const key = artefactKey(feature, version, path);
        const stored = await store.read(key);
        if (!stored) return [discrepancy('object-missing', { ...about, key, message: `${key} is in the record and not in the store.` })];
        if (sha256Of(stored.body) === sha256) return [];
        return [discrepancy('object-differs', { ...about, key, message: `${key} has other bytes than its record says.` })];
      }),
    ),
  );
  const key = linkedBundleKey(digest);
  const bundle = bundles.has(key) ? await store.read(key) : undefined;
  if (!bundle)
    found.push([discrepancy('bundle-missing', { ...about, key, message: `${key}, the linked bundle of ${feature} ${version}, is gone.` })]);
  else if (digestOf(bundle.body) !== digest)
    found.push([
      discrepancy('bundle-damaged', {
        ...about,
        key,
        message: `${key}, the linked bundle of ${feature} ${version}, has other bytes than its name says.`,
      }),
    ]);
  return found.flat();
}
