/** Steps 4 and 5: build what the plan names, check it, keep it; nothing is public yet. */
import { type BundleFile, PintagError } from '@pintag/cdn';
import type { PlannedRelease } from './plan/plan.ts';
import { buildFeatures } from './publish/build-features.ts';
import { checkSize } from './publish/check-bundle.ts';
import { linkBundle } from './publish/link-bundle.ts';
import { readStaged, stage } from './publish/stage.ts';
import type { ReleaseTools } from './release-tools.ts';

/** So many bundles are in memory at once; enough for Nx to use every core. */
const batch = 8;

type Planned = Pick<PlannedRelease, 'feature' | 'to'>;

export interface Staged {
  readonly staged: readonly string[];
  readonly failures: readonly { readonly feature: string; readonly failure: unknown }[];
}

/**
 * A feature that fails to build, to be linked or to be staged does not stop the others.
 * @throws {PintagError} PT_CHECKOUT_MOVED, PT_DIRTY_CHECKOUT: what was built may be of another commit.
 */
export async function buildAndStage(tools: ReleaseTools, releases: readonly Planned[]): Promise<Staged> {
  const { store, repository, log } = tools;
  const staged: string[] = [];
  const failures: { feature: string; failure: unknown }[] = [];

  const missing: Planned[] = [];
  for (const release of releases) {
    if (await isReady(tools, release)) staged.push(release.feature);
    else missing.push(release);
  }
  if (missing.length > 0) await repository.assertUnchanged?.();

  for (let start = 0; start < missing.length; start += batch) {
    const building = missing.slice(start, start + batch);
    const outcomes = await buildFeatures(
      tools.builder,
      building.map(({ feature }) => feature),
      repository.root,
    );
    // A build takes minutes, and reads the files of the checkout, not of the commit.
    await repository.assertUnchanged?.();
    for (const [number, outcome] of outcomes.entries()) {
      const { feature } = outcome;
      try {
        if ('failure' in outcome) throw outcome.failure;
        if (tools.sizeBudget !== undefined) checkSize(feature, outcome.files, tools.sizeBudget);
        await tryLink(tools, building[number]!, outcome.files);
        await stage(store, feature, repository.commit, outcome.files);
        staged.push(feature);
        log({ level: 'info', step: 'stage', feature, message: `${feature} is staged for ${repository.commit.slice(0, 8)}.` });
      } catch (failure) {
        failures.push({ feature, failure });
        log({ level: 'error', step: 'build', feature, message: failure instanceof Error ? failure.message : String(failure) });
      }
    }
  }
  return { staged, failures };
}

/**
 * A run that broke off after staging has paid for the build already. What cannot be linked is built anew: publishing falls back to a new
 * build of the commit as well.
 */
async function isReady(tools: ReleaseTools, release: Planned): Promise<boolean> {
  const { feature } = release;
  const files = await readStaged(tools.store, feature, tools.repository.commit);
  if (!files) return false;
  try {
    await tryLink(tools, release, files);
    return true;
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    tools.log({ level: 'warn', step: 'stage', feature, message: `The staged bundle of ${feature} cannot be linked: ${error.message}` });
    return false;
  }
}

/** A tag is for ever, so a bundle that cannot become a version must not get one. */
async function tryLink({ link }: ReleaseTools, { feature, to: version }: Planned, files: readonly BundleFile[]): Promise<void> {
  await linkBundle(link, files, { feature, version, compress: false });
}
