/** What a run did to each feature, as a person reads it. */
import type { FeatureResult, ReleaseTag } from '@pintag/release';
import { createColors } from 'picocolors';

const words: Record<FeatureResult['status'], string> = {
  released: 'released',
  repaired: 'repaired',
  'already-there': 'already there',
  superseded: 'superseded',
  unchanged: 'unchanged',
  skipped: 'skipped',
  planned: 'planned',
  failed: 'failed',
};

export function presentResults(features: readonly FeatureResult[], { colour }: { readonly colour: boolean }): string {
  const { bold, dim, green, red } = createColors(colour);
  if (features.length === 0) return 'Nothing to do.\n';
  const width = Math.max(...features.map((one) => title(one).length));
  return features
    .map((one) => {
      const tint = one.status === 'failed' ? red : one.status === 'released' || one.status === 'repaired' ? green : dim;
      const details = [one.url, one.reason, one.remedy, one.page].filter(Boolean).map((line) => `\n  ${line}`);
      // Most features of most runs are unchanged: a line each.
      const told = one.status === 'unchanged' ? `  ${one.reason ?? ''}`.trimEnd() : details.join('');
      return `${bold(title(one).padEnd(width))}  ${tint(words[one.status])}${dim(told)}\n`;
    })
    .join('');
}

/** How many of each; what needs somebody comes first. */
export function presentTally(features: readonly FeatureResult[]): string {
  const order = ['failed', 'released', 'repaired', 'planned', 'already-there', 'superseded', 'unchanged', 'skipped'] as const;
  const counts = order.map((status) => ({ status, count: features.filter((one) => one.status === status).length }));
  const told = counts.filter(({ count }) => count > 0).map(({ status, count }) => `${count} ${words[status]}`);
  const failed = counts[0]!.count > 0 ? ' Running the release again takes up what failed.' : '';
  return told.length > 0 ? `\n${told.join(', ')}.${failed}\n` : '';
}

const title = ({ feature, version }: FeatureResult): string => (version ? `${feature}@${version}` : feature);

/** A repository that adopts Pintag may have hundreds of tags from before. */
const mostForeign = 5;

/**
 * Release tags that are left alone, newest first, and how to take them in.
 * @param told results that are printed anyway; a tag that one of them speaks of is not named again.
 */
export function presentForeign(tags: readonly ReleaseTag[], told: readonly FeatureResult[] = []): string {
  const isTold = ({ tag }: ReleaseTag): boolean => told.some((result) => result.standing === 'foreign' && result.tag === tag);
  const left = tags.filter((tag) => !isTold(tag)).sort((a, b) => Date.parse(b.committedAt) - Date.parse(a.committedAt));
  const lines = left.slice(0, mostForeign).map(({ tag, run }) => {
    const why = run === undefined ? 'was not made by a release' : 'is on no release branch';
    return `${tag} ${why} and is left alone; \`pintag reconcile --adopt ${tag}\` publishes it.\n`;
  });
  const more = left.length - lines.length;
  return `${lines.join('')}${more > 0 ? `And ${more} more: \`pintag reconcile --check\` lists them all.\n` : ''}`;
}
