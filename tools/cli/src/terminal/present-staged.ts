/** What a run staged, as a person reads it. */
import { featuresToBuild, type StagedFeature, type StageResult } from '@pintag/release';
import { createColors } from 'picocolors';

const words: Record<StagedFeature['status'], string> = { staged: 'staged', 'already-staged': 'already staged', failed: 'failed' };

export function presentStaged({ shard, plan, features }: StageResult, { colour }: { readonly colour: boolean }): string {
  const { bold, dim, green, red } = createColors(colour);
  const whose = shard.of === 1 ? '' : ` Part ${shard.part} of ${shard.of}.`;
  if (features.length === 0) {
    const { length } = featuresToBuild(plan);
    const theirs = length === 1 ? 'another part has the one feature' : `the other parts have all ${length} features`;
    const why = length === 0 ? 'a release of this commit builds nothing' : `${theirs} that it builds`;
    return `Nothing to stage: ${why}.${whose}\n`;
  }
  const width = Math.max(...features.map((one) => nameOf(one).length));
  const lines = features.map((one) => {
    const tint = one.status === 'failed' ? red : one.status === 'staged' ? green : dim;
    const details = [one.reason, one.remedy, one.page].filter((text) => text !== undefined).map((text) => `\n  ${dim(text)}`);
    return `${bold(nameOf(one).padEnd(width))}  ${tint(words[one.status])}${details.join('')}\n`;
  });
  return `${lines.join('')}\n${tally(features)}${whose}\n`;
}

const nameOf = ({ feature, version }: StagedFeature): string => `${feature}@${version}`;

function tally(features: readonly StagedFeature[]): string {
  const counts = (['failed', 'staged', 'already-staged'] as const).map((status) => ({
    status,
    count: features.filter((one) => one.status === status).length,
  }));
  return `${counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${words[status]}`)
    .join(', ')}.`;
}
