/** Derives every version list and the index again from the records, for when what is stored cannot be trusted or read. */
import { type ArtefactStore, PintagError, updateIndexRows, updateVersionList } from '@pintag/cdn';
import { type FeatureResult, failedResult } from '../run/feature-result.ts';
import { recordedFeatures } from './stored-versions.ts';

export interface RebuiltIndex {
  /** Derived again, but for the versions among the failures. */
  readonly features: readonly string[];
  /** What cannot be read, one result for each version. */
  readonly failures: readonly FeatureResult[];
}

/** Reads every record; one that cannot be read keeps its own version from the lists, and nothing else. */
export async function rebuildIndex(store: ArtefactStore): Promise<RebuiltIndex> {
  const features: string[] = [];
  const failures: FeatureResult[] = [];
  for (const feature of [...(await recordedFeatures(store))].sort()) {
    try {
      const { unreadable } = await updateVersionList(store, feature, { rebuild: true });
      failures.push(...unreadable.map(({ version, failure }) => failedResult(feature, version, failure)));
      features.push(feature);
    } catch (error) {
      if (!(error instanceof PintagError)) throw error;
      failures.push(failedResult(feature, undefined, error));
    }
  }
  await updateIndexRows(store, features, { rebuild: true });
  return { features, failures };
}
