/** Derives index entries again that do not say what is stored. */
import { updateIndexRow, updateVersionList } from '@pintag/cdn';
import { type FeatureResult, failedResult } from '../run/feature-result.ts';
import { warnUnreadable } from '../publish/warn-unreadable.ts';
import type { ReleaseTools } from '../run/release-tools.ts';

export interface RefreshedRows {
  /** For the invalidation at the end of the run. */
  readonly refreshed: readonly string[];
  readonly failures: readonly FeatureResult[];
}

/** A feature whose records cannot be read does not keep the others from theirs. */
export async function refreshRows(
  { store, log }: Pick<ReleaseTools, 'store' | 'log'>,
  features: readonly string[],
): Promise<RefreshedRows> {
  const refreshed: string[] = [];
  const failures: FeatureResult[] = [];
  for (const feature of features) {
    try {
      warnUnreadable(log, feature, await updateVersionList(store, feature));
      await updateIndexRow(store, feature);
      refreshed.push(feature);
      log({ level: 'info', step: 'reconcile', feature, message: `The index of ${feature} was behind its records and receipts.` });
    } catch (error) {
      failures.push(failedResult(feature, undefined, error));
    }
  }
  return { refreshed, failures };
}
