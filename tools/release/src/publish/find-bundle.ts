/** Where the version-less bundle of a tag comes from: staged by the run that made the tag, else built again from its commit. */
import { type ArtefactStore, type BundleFile, PintagError } from '@pintag/cdn';
import type { ReleaseTag, Repository } from '../git/repository.ts';
import type { Log } from '../events/log.ts';
import { buildFeatures } from './build-features.ts';
import type { Builder, BuiltFeature } from './builder.ts';
import { stageRuntime } from './runtime/staged-runtime.ts';
import { readStaged, stage } from './stage.ts';

export interface BundleSources {
  readonly store: ArtefactStore;
  readonly repository: Repository;
  readonly builder?: Builder;
  readonly log: Log;
}

/** @throws the failure of the build, when it has to be built and cannot. */
export async function findBundle(sources: BundleSources, tag: ReleaseTag): Promise<readonly BundleFile[]> {
  const { store, log } = sources;
  const { feature, version, commit } = tag;
  const staged = await readStaged(store, feature, commit);
  if (staged) return staged;

  log({
    level: 'warn',
    step: 'build',
    feature,
    version,
    message: `No staged bundle of ${feature} at ${commit.slice(0, 8)}: building it again.`,
  });
  const { files, runtime } = await rebuildBundle(sources, tag);
  if (runtime) await stageRuntime(store, runtime);
  const kept = (await stage(store, feature, commit, files)) === 'kept' ? await readStaged(store, feature, commit) : undefined;
  return kept ?? files;
}

/**
 * From the tag's commit, whatever is staged; with the runtime that it needs.
 * @throws the failure of the build; {PintagError} PT_NOT_STAGED when this run builds nothing
 */
export async function rebuildBundle(
  { repository, builder }: Pick<BundleSources, 'repository' | 'builder'>,
  { feature, commit }: Pick<ReleaseTag, 'feature' | 'commit'>,
): Promise<BuiltFeature> {
  if (!builder) throw new PintagError('PT_NOT_STAGED', { feature, commit, why: 'nothing of it is staged that can be published' });
  const checkout = await repository.checkout(commit);
  try {
    const [outcome] = await buildFeatures(builder, [feature], checkout.root);
    if (!outcome || 'failure' in outcome) throw outcome?.failure;
    return outcome;
  } finally {
    await checkout.dispose();
  }
}
