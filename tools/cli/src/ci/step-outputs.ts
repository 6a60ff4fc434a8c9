/** What a workflow's later jobs depend on, as lines of GITHUB_OUTPUT. Pure. */
import { featuresToBuild, type ReleaseResult, shardsFor } from '@pintag/release';

/**
 * `work`: is there anything to release or to finish; `shards`: what `pintag stage --shard` takes, as a JSON list, one for each machine that has
 * something to build.
 * @param most machines that there may be
 * @example stepOutputs(result, 5) // 'work=true\nshards=["1/2","2/2"]\n'
 */
export function stepOutputs({ plan, features }: Pick<ReleaseResult, 'plan' | 'features'>, most: number): string {
  // A feature that fails has to be told by a release, not only by a look at one.
  const work = features.some(({ status }) => status === 'planned' || status === 'released' || status === 'repaired' || status === 'failed');
  return `work=${work}\nshards=${JSON.stringify(shardsFor(featuresToBuild(plan), most))}\n`;
}
