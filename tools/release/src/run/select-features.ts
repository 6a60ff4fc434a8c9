/** Which features a run is about, from what somebody wrote after `--only` and `--except`. */
import { PintagError } from '@pintag/cdn';
import picomatch from 'picomatch';

export interface FeatureSelection {
  /** Names or globs: `calendar`, `calendar-*`. */
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

export interface SelectedFeatures {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/**
 * With both, `only` without `except`.
 * @param known names of all features.
 * @returns names instead of globs, each once.
 * @throws {PintagError} PT_FEATURE_UNKNOWN for a name that no feature has, and a glob that fits none; PT_USAGE when nothing is left.
 * @example selectFeatures(['calendar', 'calendar-month', 'menu'], { only: ['calendar*'], except: ['calendar'] })
 * // { only: ['calendar', 'calendar-month'], except: ['calendar'] }
 */
export function selectFeatures(known: readonly string[], { only, except }: FeatureSelection): SelectedFeatures {
  const selected = { ...(only && { only: namesOf(only, known) }), ...(except && { except: namesOf(except, known) }) };
  const left = (selected.only ?? known).filter((name) => !selected.except?.includes(name));
  if (left.length === 0 && known.length > 0) throw new PintagError('PT_USAGE', { problem: 'What is asked for leaves no feature at all.' });
  return selected;
}

function namesOf(wanted: readonly string[], known: readonly string[]): readonly string[] {
  const names = wanted.flatMap((name) => {
    const isMeant = picomatch(name);
    const found = known.filter((candidate) => isMeant(candidate));
    if (found.length === 0) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: name, known });
    return found;
  });
  return [...new Set(names)];
}
