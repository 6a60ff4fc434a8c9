/** What a release would do now, without doing any of it. */
import { type FeatureResult, failedResult } from './feature-result.ts';
import { findGaps } from './reconcile/find-gaps.ts';
import type { ReleaseOptions, ReleaseResult } from './release.ts';
import { planNow } from './plan-now.ts';
import { tagStandings } from './reconcile/tag-standings.ts';
import { unplannedResults } from './results.ts';
import { untimed } from './stopwatch.ts';

/** @throws {PintagError} PT_PLAN_STALE, and what planning finds. */
export async function previewRelease(options: Omit<ReleaseOptions, 'dryRun'>): Promise<ReleaseResult> {
  const { store, repository, edge, stopwatch = untimed } = options;
  const tags = await repository.tags();
  const { unfinished, foreign, newest, unread } = await findGaps(store, tags);
  const plan = await stopwatch('plan', () => planNow(options));

  const repairs = unfinished.map(({ feature, version, tag }): FeatureResult => ({
    feature,
    version,
    status: 'planned',
    reason: `${tag} was not finished; the release finishes it first.`,
  }));
  const unknown = unread.map(({ feature, failure }) => failedResult(feature, undefined, failure));
  const failed = new Set(unknown.map(({ feature }) => feature));
  const releases = plan.releases
    .filter(({ feature }) => !failed.has(feature))
    .map(({ feature, to, urls }): FeatureResult => ({
      feature,
      version: to,
      status: 'planned',
      url: `${edge.origin}${urls.entry}`,
    }));
  const features = [...unknown, ...repairs, ...releases];
  const here = tags.filter(({ commit }) => commit === plan.commit);
  const standings = await tagStandings(store, here, { newest });
  return {
    ok: unknown.length === 0 && plan.others.every(({ why }) => why !== 'failed'),
    run: repository.run,
    plan,
    features: [...features, ...unplannedResults(plan, here, features, { ...options, standings })],
    foreign,
  };
}
