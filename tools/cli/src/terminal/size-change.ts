/** How the size of a version changed, as people read it. */
import type { PreviewedRelease, Sizes } from '@pintag/release';
import { kilobytes } from './kilobytes.ts';

/** @example sizeChange(release, 'initial', 'brotli') // '52.1 kB (+0.4 kB, +0.8 %)' */
export function sizeChange({ size, last }: PreviewedRelease, part: keyof Sizes, as: 'raw' | 'brotli'): string {
  const after = size?.[part][as];
  const before = last?.size?.[part][as];
  if (after === undefined) return before === undefined ? 'unknown' : `unknown, was ${kilobytes(before)}`;
  if (before === undefined) return last ? `${kilobytes(after)} (change unknown)` : `${kilobytes(after)} (first release)`;
  const difference = after - before;
  if (difference === 0) return `${kilobytes(after)} (unchanged)`;
  const sign = difference > 0 ? '+' : '−';
  // Less than a tenth of a kilobyte would read as no change.
  const amount = Math.abs(difference) < 100 ? `${Math.abs(difference)} B` : kilobytes(Math.abs(difference));
  const percent = before === 0 ? '' : `, ${sign}${((Math.abs(difference) / before) * 100).toFixed(1)} %`;
  return `${kilobytes(after)} (${sign}${amount}${percent})`;
}
