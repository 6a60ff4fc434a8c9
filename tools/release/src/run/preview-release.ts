/** What a release would do now, without doing any of it. */
import { type FeatureResult, failedResult } from './feature-result.ts';
import { findGaps } from '../reconcile/find-gaps.ts';
import { repairs } from '../reconcile/repairs.ts';
import { refuseLost } from '../reconcile/refuse-lost.ts';
import type { ReleaseOptions, ReleaseResult } from './release.ts';
import { planNow } from './plan-now.ts';
import { tagStandings } from '../reconcile/tag-standings.ts';
import { unplannedResults } from './results.ts';
import { untimed } from '../events/stopwatch.ts';

/** @throws {PintagError} PT_PLAN_STALE, and what planning finds. */
export async function previewRelease(options: Omit<ReleaseOptions, 'dryRun'>): Promise<ReleaseResult> {
  const { store, repository, edge, stopwatch = untimed } = options;
  const tags = await repository.tags();
  const gaps = await findGaps(store, tags, { channels: repository.channels });
  const { foreign, newest, lost, unread } = gaps;
  const plan = await stopwatch('plan', () => planNow(options));

  const repaired = repairs(gaps).map(({ tag: { feature, version, tag } }): FeatureResult => ({
    feature,
    version,
    status: 'planned',
    reason: `${tag} was not finished; the release finishes it first.`,
  }));
  const refused = await refuseLost(options, plan.releases, lost);
  const failures = [
    ...unread.map(({ feature, failure }) => failedResult(feature, undefined, failure)),
    ...[...refused].map(([feature, failure]) => failedResult(feature, failure.facts.version, failure)),
  ];
  const failed = new Set(failures.map(({ feature }) => feature));
  const releases = plan.releases
    .filter(({ feature }) => !failed.has(feature))
    .map(({ feature, to, urls }): FeatureResult => ({
      feature,
      version: to,
      status: 'planned',
      url: `${edge.origin}${urls.entry}`,
    }));
  const features = [...failures, ...repaired, ...releases];
  const here = tags.filter(({ commit }) => commit === plan.commit);
  const standings = await tagStandings(store, here, { newest });
  return {
    ok: failures.length === 0 && plan.others.every(({ why }) => why !== 'failed'),
    run: repository.run,
    plan,
    features: [...features, ...unplannedResults(plan, here, features, { ...options, standings })],
    foreign,
  };
}
