/** Finds lines that load files of a version early which no tag of the page loads any more: they break nothing, and cost their bytes. */
import { checkFeatureName } from '@pintag/cdn';
import { findPins } from './find-pins.ts';

export interface IdlePreload {
  readonly line: number;
  /** Whose file it is. */
  readonly version: string;
}

/** Of one feature; what features share is not looked at: another one may need it. */
export function findIdlePreloads(text: string, feature: string): IdlePreload[] {
  const loaded = new Set(findPins(text).flatMap((pin) => (pin.feature === feature ? [pin.version] : [])));
  const file = new RegExp(`/elements/v(?<version>\\d[\\w.+-]*)/${checkFeatureName(feature)}/(?!main\\.js)[\\w./-]+\\.js`, 'g');
  return [...text.matchAll(file)]
    .map((match) => ({ line: text.slice(0, match.index).split('\n').length, version: match.groups!['version']! }))
    .filter(({ version }) => !loaded.has(version));
}
