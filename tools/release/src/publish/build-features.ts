/** Builds and checks: the one way by which new bytes get into a release. */
import type { BuildOutcome, Builder } from './builder.ts';
import { checkBundle } from './check-bundle.ts';
import { createBuildCheck } from './runtime/check-runtime.ts';

/** One outcome for each of `features`, in their order; a bundle that fails a check is a failure like any other. */
export async function buildFeatures(builder: Builder, features: readonly string[], root: string): Promise<readonly BuildOutcome[]> {
  const outcomes = await builder.build(features, root);
  const checkRuntimeOf = createBuildCheck();
  const check = async (feature: string): Promise<BuildOutcome> => {
    const outcome = outcomes.find((built) => built.feature === feature);
    if (!outcome) return { feature, failure: new Error(`The builder returned nothing for ${feature}.`) };
    if ('failure' in outcome) return outcome;
    try {
      checkBundle(feature, outcome.files);
      await checkRuntimeOf(outcome);
      return outcome;
    } catch (error) {
      return { feature, failure: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  return Promise.all(features.map(check));
}
