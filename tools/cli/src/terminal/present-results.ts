/** What a run did to each feature, as a person reads it. */
import type { FeatureResult } from '@pintag/release';
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
      return `${bold(title(one).padEnd(width))}  ${tint(words[one.status])}${one.status === 'unchanged' ? '' : dim(details.join(''))}\n`;
    })
    .join('');
}

const title = ({ feature, version }: FeatureResult): string => (version ? `${feature}@${version}` : feature);
