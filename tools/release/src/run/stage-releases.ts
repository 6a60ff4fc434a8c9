/** Builds what a release of this commit needs, or a share of it, and keeps it in `_staging/`. Pushes, publishes and decides nothing. */
import type { Plan } from '../plan/plan.ts';
import { untimed } from '../events/stopwatch.ts';
import { buildAndStage, type StagingTools } from './build-and-stage.ts';
import { type FeatureResult, failedResult } from './feature-result.ts';
import type { ReleaseTools } from './release-tools.ts';
import { selectFeatures } from './select-features.ts';
import { type Shard, shareOf } from './shard.ts';

export interface StageOptions extends StagingTools, Pick<ReleaseTools, 'stopwatch'> {
  /** Names of features, or globs. */
  readonly only?: readonly string[];
  /** Of `only`, when both are given. */
  readonly except?: readonly string[];
  /** Which part this is of several that run at once, on machines that know nothing of each other. Default: all of it. */
  readonly shard?: Shard;
}

export interface StagedFeature extends Pick<FeatureResult, 'feature' | 'reason' | 'code' | 'remedy' | 'page' | 'stack'> {
  readonly version: string;
  /** `already-staged`: by an earlier run, or one at the same time; nothing was built. */
  readonly status: 'staged' | 'already-staged' | 'failed';
}

export interface StageResult {
  /** `false`: a release that builds nothing would lack something that this was to give it. */
  readonly ok: boolean;
  readonly run: string;
  readonly shard: Shard;
  /** Of all features, whosever share they are: each shard makes the same one. */
  readonly plan: Plan;
  /** Only this share, sorted; none when there is nothing to do. */
  readonly features: readonly StagedFeature[];
}

/**
 * What is staged for the commit already is left as it is: the first bytes stay, whoever brings others.
 * @throws {PintagError} PT_FEATURE_UNKNOWN, PT_CHECKOUT_MOVED, PT_DIRTY_CHECKOUT, and what planning finds.
 * @example await stageReleases({ repository, store, builder, link: linkElement, log, shard: { part: 2, of: 5 } })
 */
export async function stageReleases({ only, except, shard = { part: 1, of: 1 }, ...tools }: StageOptions): Promise<StageResult> {
  const { repository, stopwatch = untimed } = tools;
  const selection = only || except ? selectFeatures(await repository.features(), { only, except }) : {};
  const plan = await stopwatch('plan', () => repository.plan(selection));
  const share = new Set(shareOf(featuresToBuild(plan), shard));
  const releases = plan.releases.filter(({ feature }) => share.has(feature));
  const { staged, kept, failures } = await stopwatch('build', () => buildAndStage(tools, releases));

  // What stood there before stays, also when it is of no use: asked as the release will ask, with nothing in hand.
  const { builder: _, runtimes: __, ...readingBack } = tools;
  const built = releases.filter(({ feature }) => staged.includes(feature) && !kept.has(feature));
  const again = await stopwatch('read back', () => buildAndStage(readingBack, built));

  const failed = new Map([...failures, ...again.failures].map(({ feature, failure }) => [feature, failure]));
  const features = releases.map(({ feature, to: version }): StagedFeature => {
    if (failed.has(feature)) return { ...failedResult(feature, version, failed.get(feature)), version, status: 'failed' };
    return { feature, version, status: kept.has(feature) ? 'already-staged' : 'staged' };
  });
  return { ok: failed.size === 0, run: repository.run, shard, plan, features };
}

/** A promotion has its bytes already. */
export const featuresToBuild = ({ releases }: Pick<Plan, 'releases'>): readonly string[] =>
  releases.filter(({ promotes }) => promotes === undefined).map(({ feature }) => feature);
