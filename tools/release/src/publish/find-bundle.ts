/** Where the version-less bundle of a tag comes from: staged by the run that made the tag, else built again from its commit. */
import type { ArtefactStore, BundleFile } from '@pintag/cdn';
import type { ReleaseTag, Repository } from '../git/repository.ts';
import type { Log } from '../log.ts';
import { buildFeatures } from './build-features.ts';
import type { Builder } from './builder.ts';
import { readStaged, stage } from './stage.ts';

export interface BundleSources {
  readonly store: ArtefactStore;
  readonly repository: Repository;
  readonly builder: Builder;
  readonly log: Log;
}

/** @throws the failure of the build, when it has to be built and cannot. */
export async function findBundle({ store, repository, builder, log }: BundleSources, tag: ReleaseTag): Promise<readonly BundleFile[]> {
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
  const checkout = await repository.checkout(commit);
  try {
    const [outcome] = await buildFeatures(builder, [feature], checkout.root);
    if (!outcome || 'failure' in outcome) throw outcome?.failure;
    const kept = (await stage(store, feature, commit, outcome.files)) === 'kept' ? await readStaged(store, feature, commit) : undefined;
    return kept ?? outcome.files;
  } finally {
    await checkout.dispose();
  }
}
