/** Compares version lists and index with the records, and derives again what differs: somebody may have edited them. */
import {
  type ArtefactStore,
  type FeatureRow,
  indexKey,
  parseFeatureIndex,
  serialise,
  updateIndexRows,
  updateVersionList,
} from '@pintag/cdn';
import pLimit from 'p-limit';
import { type FeatureResult, failedResult } from '../run/feature-result.ts';
import { warnUnreadable } from '../publish/warn-unreadable.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import type { RefreshedRows } from './refresh-rows.ts';

/** Reads every record of `features`. A list that cannot be read fails alone: only a rebuild may take its place. */
export async function correctLists(
  { store, log, parallel = 4 }: Pick<ReleaseTools, 'store' | 'log' | 'parallel'>,
  features: readonly string[],
): Promise<RefreshedRows> {
  const limit = pLimit(parallel);
  const refreshed = new Set<string>();
  const failures = new Map<string, FeatureResult>();
  const correctList = async (feature: string): Promise<void> => {
    try {
      const listed = await updateVersionList(store, feature, { check: true });
      warnUnreadable(log, feature, listed);
      if (!listed.changed) return;
      refreshed.add(feature);
      const message = `The version list of ${feature} did not say what its records say; it was derived again.`;
      log({ level: 'warn', step: 'reconcile', feature, message });
    } catch (error) {
      failures.set(feature, failedResult(feature, undefined, error));
    }
  };
  await Promise.all(features.map((feature) => limit(correctList, feature)));

  const before = await readRows(store);
  const rows = await updateIndexRows(
    store,
    features.filter((feature) => !failures.has(feature)),
  );
  for (const row of rows) {
    const { feature } = row;
    if (before.get(feature) === textOf(row)) continue;
    refreshed.add(feature);
    const message = `The row of ${feature} in the index did not say what its records and receipts say; it was derived again.`;
    log({ level: 'warn', step: 'reconcile', feature, message });
  }
  return { refreshed: [...refreshed].sort(), failures: features.flatMap((feature) => failures.get(feature) ?? []) };
}

async function readRows(store: ArtefactStore): Promise<ReadonlyMap<string, string>> {
  const stored = await store.read(indexKey);
  const rows = stored ? parseFeatureIndex(stored.body, indexKey).features : [];
  return new Map(rows.map((row) => [row.feature, textOf(row)]));
}

const textOf = (row: FeatureRow): string => Buffer.from(serialise(row)).toString();
