/** Are the bytes under a version's URL those that its record names? */
import { type ArtefactStore, type ReleaseRecord, artefactKey, sha256Of } from '@pintag/cdn';
import pLimit from 'p-limit';
import { type Discrepancy, discrepancy } from './discrepancy.ts';

const parallel = 8;

export async function inspectObjects(store: ArtefactStore, { feature, version, files }: ReleaseRecord): Promise<Discrepancy[]> {
  const limit = pLimit(parallel);
  const found = await Promise.all(
    files.map(({ path, sha256 }) =>
      limit(async (): Promise<Discrepancy[]> => {
        const key = artefactKey(feature, version, path);
        const about = { feature, version, key };
        const stored = await store.read(key);
        if (!stored) return [discrepancy('object-missing', { ...about, message: `${key} is in the record and not in the store.` })];
        if (sha256Of(stored.body) === sha256) return [];
        return [discrepancy('object-differs', { ...about, message: `${key} has other bytes than its record says.` })];
      }),
    ),
  );
  return found.flat();
}
