/** Steps 4 and 5: build what the plan names, check it, keep it; nothing is public yet. */
import { stagingKey } from '@pintag/cdn';
import { buildFeatures } from './publish/build-features.ts';
import { checkSize } from './publish/check-bundle.ts';
import { stage } from './publish/stage.ts';
import type { ReleaseTools } from './release-tools.ts';

/** So many bundles are in memory at once; enough for Nx to use every core. */
const batch = 8;

export interface Staged {
  readonly staged: readonly string[];
  readonly failures: readonly { readonly feature: string; readonly failure: unknown }[];
}

/** A feature that fails to build or to be staged does not stop the others. */
export async function buildAndStage(tools: ReleaseTools, features: readonly string[]): Promise<Staged> {
  const { store, repository, log } = tools;
  const staged: string[] = [];
  const failures: { feature: string; failure: unknown }[] = [];

  const missing: string[] = [];
  for (const feature of features) ((await isStaged(tools, feature)) ? staged : missing).push(feature);

  for (let start = 0; start < missing.length; start += batch) {
    for (const outcome of await buildFeatures(tools.builder, missing.slice(start, start + batch), repository.root)) {
      const { feature } = outcome;
      try {
        if ('failure' in outcome) throw outcome.failure;
        if (tools.sizeBudget !== undefined) checkSize(feature, outcome.files, tools.sizeBudget);
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

/** A run that broke off after staging has paid for the build already. */
async function isStaged({ store, repository }: ReleaseTools, feature: string): Promise<boolean> {
  const key = stagingKey(feature, repository.commit);
  for await (const found of store.list(key)) if (found === key) return true;
  return false;
}
