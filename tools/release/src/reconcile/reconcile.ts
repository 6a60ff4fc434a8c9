/** Finishes releases that broke off, without making new ones, and puts lists right that do not say what the records say. */
import type { ArtefactStore } from '@pintag/cdn';
import type { FeatureResult } from '../feature-result.ts';
import type { ReleaseTag } from '../git/repository.ts';
import { finishAll } from '../publish/finish-all.ts';
import { type Published, publishAll } from '../publish/publish-all.ts';
import type { ReleaseTools } from '../release-tools.ts';
import { publishedResults } from '../results.ts';
import { correctLists } from './correct-lists.ts';
import { findGaps } from './find-gaps.ts';
import { rebuildIndex, recordedFeatures } from './rebuild-index.ts';
import { refreshRows } from './refresh-rows.ts';

export interface ReconcileOptions extends ReleaseTools {
  /** Names of foreign tags to publish as if they were ours: `['calendar-v1.0.0']`. */
  readonly adopt?: readonly string[];
  /** First derives every version list and the index again from all records, for what nobody can read any more. */
  readonly rebuild?: boolean;
}

export interface ReconcileResult {
  /** `false` while anything that was begun is not finished. */
  readonly ok: boolean;
  readonly run: string;
  /** `repaired` or `failed`; empty when nothing was open. */
  readonly features: readonly FeatureResult[];
  /** Features whose index entries were derived again. */
  readonly refreshed: readonly string[];
  /** Release tags that nobody heals unasked. */
  readonly foreign: readonly ReleaseTag[];
}

/**
 * What one version does wrong is in the result. Reads every record, which a release does not.
 * @throws {PintagError} PT_TAG_UNKNOWN
 * @example (await reconcile({ ...tools, adopt: ['calendar-v1.0.0'] })).features // [{ feature: 'calendar', version: '1.0.0', status: 'repaired', … }]
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileResult> {
  const { store, repository, edge, adopt, rebuild } = options;
  const rebuilt = rebuild ? await rebuildIndex(store) : { features: [], failures: [] };
  const { unfinished, stale, foreign } = await findGaps(store, await repository.tags(), { ...(adopt && { adopt }), thorough: true });
  const published = await publishAll(
    options,
    unfinished.map((tag) => ({ tag, as: 'repaired' })),
  );
  const rows = rebuild ? await refreshRows(options, stale) : await correctLists(options, await correctable(store, published));
  const refreshed = [...new Set([...rebuilt.features, ...rows.refreshed])].sort();
  const features = [...publishedResults(await finishAll(options, published, refreshed), edge), ...rows.failures, ...rebuilt.failures];
  return { ok: features.every(({ status }) => status !== 'failed'), run: repository.run, features, refreshed, foreign };
}

/** A version that could not be finished just now should not get into a list because of that, so the lists of its feature wait. */
async function correctable(store: ArtefactStore, published: readonly Published[]): Promise<readonly string[]> {
  const waiting = new Set(published.flatMap((version) => ('failure' in version ? [version.job.tag.feature] : [])));
  return [...(await recordedFeatures(store))].filter((feature) => !waiting.has(feature)).sort();
}
