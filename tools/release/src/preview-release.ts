/** What a release would do now, without doing any of it. */
import type { FeatureResult } from './feature-result.ts';
import { findGaps } from './reconcile/find-gaps.ts';
import type { ReleaseOptions, ReleaseResult } from './release.ts';
import { planNow } from './plan-now.ts';
import { tagStandings } from './reconcile/tag-standings.ts';
import { unplannedResults } from './results.ts';

/** @throws {PintagError} PT_PLAN_STALE, and what planning finds. */
export async function previewRelease(options: Omit<ReleaseOptions, 'dryRun'>): Promise<ReleaseResult> {
  const { store, repository, edge } = options;
  const tags = await repository.tags();
  const { unfinished, foreign, newest } = await findGaps(store, tags);
  const plan = await planNow(options);

  const repairs = unfinished.map(({ feature, version, tag }): FeatureResult => ({
    feature,
    version,
    status: 'planned',
    reason: `${tag} was not finished; the release finishes it first.`,
  }));
  const releases = plan.releases.map(({ feature, to, urls }): FeatureResult => ({
    feature,
    version: to,
    status: 'planned',
    url: `${edge.origin}${urls.entry}`,
  }));
  const features = [...repairs, ...releases];
  const here = tags.filter(({ commit }) => commit === plan.commit);
  const standings = await tagStandings(store, here, { newest });
  return {
    ok: plan.others.every(({ why }) => why !== 'failed'),
    run: repository.run,
    plan,
    features: [...features, ...unplannedResults(plan, here, features, { ...options, standings })],
    foreign,
  };
}
