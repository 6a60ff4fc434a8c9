/** What does not agree between git and the CDN, as a person reads it. */
import type { Discrepancy } from '@pintag/release';
import { createColors } from 'picocolors';

export function presentDiscrepancies(discrepancies: readonly Discrepancy[], { colour }: { readonly colour: boolean }): string {
  const { bold, dim } = createColors(colour);
  if (discrepancies.length === 0) return 'Tags, records, receipts, objects and index agree.\n';
  return discrepancies
    .map(({ kind, feature, version, key, message, remedy }) => {
      const about = version ? `${feature}@${version}` : (feature ?? 'index');
      return `${bold(about)}  ${kind}\n  ${message}${key ? `  ${dim(key)}` : ''}\n  ${remedy}\n`;
    })
    .join('');
}
