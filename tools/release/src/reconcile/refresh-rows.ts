/** Derives index entries again that do not say what is stored. */
import { updateIndexRows, updateVersionList } from '@pintag/cdn';
import type { ReleaseTools } from '../release-tools.ts';

/** @returns the features, for the invalidation at the end of the run. */
export async function refreshRows(
  { store, log }: Pick<ReleaseTools, 'store' | 'log'>,
  features: readonly string[],
): Promise<readonly string[]> {
  if (features.length === 0) return [];
  for (const feature of features) {
    await updateVersionList(store, feature);
    log({ level: 'info', step: 'reconcile', feature, message: `The index of ${feature} was behind its records and receipts.` });
  }
  await updateIndexRows(store, features);
  return features;
}
