/** How the size of a version changed, as people read it. */
import type { PreviewedRelease } from '@pintag/release';
import { kilobytes } from './kilobytes.ts';

/** @example sizeChange(release, 'initial', 'brotli') // '52.1 kB (+0.4 kB, +0.8 %)' */
export function sizeChange({ size, last }: PreviewedRelease, part: 'initial' | 'total', as: 'raw' | 'brotli'): string {
  const after = size?.[part][as];
  const before = last?.size?.[part][as];
  if (after === undefined) return before === undefined ? 'unknown' : `unknown, was ${kilobytes(before)}`;
  if (before === undefined) return last ? `${kilobytes(after)} (change unknown)` : `${kilobytes(after)} (first release)`;
  return `${kilobytes(after)} (${changeBetween(before, after)})`;
}

/** The shared runtime of a version that is on one, and what it was before. */
export function runtimeOf({ size, last }: PreviewedRelease): string {
  const before = last?.size && (last.size.runtime ?? 'its own Angular');
  const change = before === undefined || before === size?.runtime ? '' : `, before ${before}`;
  return `the shared runtime ${size?.runtime}${change}`;
}

/** @example changeBetween(51_700, 52_100) // '+0.4 kB, +0.8 %' */
export function changeBetween(before: number, after: number): string {
  if (after === before) return 'unchanged';
  const percent = before === 0 ? '' : `, ${signOf(after - before)}${((Math.abs(after - before) / before) * 100).toFixed(1)} %`;
  return `${signed(after - before)}${percent}`;
}

/** @example signed(-420) // '−0.4 kB' */
export function signed(bytes: number): string {
  const amount = Math.abs(bytes);
  // Less than a tenth of a kilobyte would read as no change.
  return `${signOf(bytes)}${amount < 100 ? `${amount} B` : kilobytes(amount)}`;
}

const signOf = (bytes: number): string => (bytes < 0 ? '−' : '+');
