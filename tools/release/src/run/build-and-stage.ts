/** Steps 4 and 5: build what the plan names, check it, keep it; nothing is public yet. */
import { type BundleFile, PintagError } from '@pintag/cdn';
import { runtimeNeedOf } from '@pintag/runtime/runtime-need';
import pLimit from 'p-limit';
import { failureEvent } from '../events/log.ts';
import { startTimer } from '../events/timer.ts';
import type { PlannedRelease } from '../plan/plan.ts';
import { buildFeatures } from '../publish/build-features.ts';
import type { BuildOutcome, Builder } from '../publish/builder.ts';
import { checkSize } from '../publish/check-bundle.ts';
import { linkBundle } from '../publish/link-bundle.ts';
import { checkRuntime } from '../publish/runtime/check-runtime.ts';
import { type KeptRuntimes, createKeptRuntimes } from '../publish/runtime/runtimes.ts';
import { readStaged, stage } from '../publish/stage.ts';
import type { FeatureState } from '../events/release-event.ts';
import type { ReleaseTools } from './release-tools.ts';

/** So many bundles are in memory at once; enough for Nx to use every core. */
const batch = 8;

type Planned = Pick<PlannedRelease, 'feature' | 'to'>;

/** Nothing of it is about publishing: who only stages needs neither an edge nor the right to push. */
export interface StagingTools extends Pick<
  ReleaseTools,
  'repository' | 'store' | 'builder' | 'link' | 'log' | 'watch' | 'parallel' | 'sizeBudget'
> {
  readonly runtimes?: KeptRuntimes;
}

export interface Staged {
  readonly staged: readonly string[];
  /** Of `staged`, those that were there before: nothing was built for them. */
  readonly kept: ReadonlySet<string>;
  readonly failures: readonly { readonly feature: string; readonly failure: unknown }[];
}

/**
 * A feature that fails to build, to be linked or to be staged does not stop the others.
 * @throws {PintagError} PT_CHECKOUT_MOVED, PT_DIRTY_CHECKOUT: what was built may be of another commit.
 */
export async function buildAndStage(tools: StagingTools, releases: readonly Planned[]): Promise<Staged> {
  const { repository, builder, log, watch } = tools;
  const limit = pLimit(tools.parallel ?? 4);
  const runtimes = tools.runtimes ?? createKeptRuntimes(tools);
  const staged: string[] = [];
  const failures: { feature: string; failure: unknown }[] = [];
  const tell = ({ feature, to: version }: Planned, state: FeatureState) => watch?.({ event: 'feature', feature, version, state });

  /** For several at a time, so that one that the store keeps waiting delays few. */
  const each = async (planned: readonly Planned[], act: (release: Planned) => Promise<void>): Promise<void> => {
    const attempt = async (release: Planned) => {
      try {
        await act(release);
      } catch (failure) {
        failures.push({ feature: release.feature, failure });
        tell(release, 'failed');
        log(failureEvent({ step: 'build', feature: release.feature, version: release.to }, failure));
      }
    };
    await Promise.all(planned.map((release) => limit(attempt, release)));
  };

  const missing = new Set<Planned>();
  await each(releases, async (release) => {
    const why = await lackOf(tools, runtimes, release);
    if (why === undefined) {
      staged.push(release.feature);
      tell(release, 'staged');
    } else if (builder) missing.add(release);
    else throw new PintagError('PT_NOT_STAGED', { feature: release.feature, commit: repository.commit, why });
  });
  const kept = new Set(staged);
  const inOrder = builder ? releases.filter((release) => missing.has(release)) : [];
  if (inOrder.length > 0) await repository.assertUnchanged?.();

  for (let start = 0; start < inOrder.length; start += batch) {
    const building = inOrder.slice(start, start + batch);
    for (const release of building) tell(release, 'building');
    const outcomes = await build(
      builder!,
      building.map(({ feature }) => feature),
      repository.root,
    );
    // A build takes minutes, and reads the files of the checkout, not of the commit.
    await repository.assertUnchanged?.();
    await each(building, async (release) => {
      await stageOutcome(tools, runtimes, release, outcomes[building.indexOf(release)]!);
      staged.push(release.feature);
      tell(release, 'staged');
    });
  }
  return { staged, kept, failures };
}

/** A builder that breaks down as a whole has failed for each. */
const build = (builder: Builder, features: readonly string[], root: string): Promise<readonly BuildOutcome[]> =>
  buildFeatures(builder, features, root).catch((error: unknown) => {
    const failure = error instanceof Error ? error : new Error(String(error));
    return features.map((feature) => ({ feature, failure }));
  });

async function stageOutcome(tools: StagingTools, runtimes: KeptRuntimes, release: Planned, outcome: BuildOutcome): Promise<void> {
  const { store, repository, log, sizeBudget } = tools;
  const { feature, to: version } = release;
  if ('failure' in outcome) throw outcome.failure;
  if (sizeBudget !== undefined) checkSize(feature, outcome.files, sizeBudget);
  await tryLink(tools, release, outcome.files);
  const need = runtimeNeedOf(feature, outcome.files);
  // Before the feature's: whoever finds that staged finds its runtime as well.
  if (need && outcome.runtime) checkRuntime(feature, need, await runtimes.keep(outcome.runtime));
  const took = startTimer();
  await stage(store, feature, repository.commit, outcome.files);
  const message = `${feature} is staged for ${repository.commit.slice(0, 8)}.`;
  const bytes = outcome.files.reduce((sum, { body }) => sum + body.byteLength, 0);
  log({ level: 'info', step: 'stage', feature, version, message, bytes, durationMs: took() });
}

/**
 * A run that broke off after staging has paid for the build already, or others have built for this one. What cannot be linked is built anew:
 * publishing falls back to a new build of the commit as well.
 * @returns what is missing for a release; `undefined`: nothing
 */
async function lackOf(tools: StagingTools, runtimes: KeptRuntimes, release: Planned): Promise<string | undefined> {
  const { store, repository, log } = tools;
  const { feature, to: version } = release;
  const files = await readStaged(store, feature, repository.commit);
  if (!files) return 'no bundle of it is staged';
  const unfit = (why: string) => {
    log({ level: 'warn', step: 'stage', feature, version, message: `The staged bundle of ${feature} cannot be released: ${why}.` });
    return why;
  };
  try {
    await tryLink(tools, release, files);
    const need = runtimeNeedOf(feature, files);
    if (!need) return undefined;
    const runtime = await runtimes.find(need.name);
    if (!runtime) return unfit(`its runtime ${need.name} is gone`);
    checkRuntime(feature, need, runtime);
    return undefined;
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    return unfit(error.message.replace(/\.$/, ''));
  }
}

/** A tag is for ever, so a bundle that cannot become a version must not get one. */
async function tryLink(
  { link }: Pick<StagingTools, 'link'>,
  { feature, to: version }: Planned,
  files: readonly BundleFile[],
): Promise<void> {
  await linkBundle(link, files, { feature, version, compress: false });
}
