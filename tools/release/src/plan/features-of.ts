/** The features of a commit, checked: each has one element, and each folder under libs/ is a feature or shared. */
import { PintagError } from '@pintag/cdn/errors';
import { type Feature, findFeatures } from '@pintag/cdn/features';

/**
 * @param files of the commit, below `libs/`
 * @param isIgnored files that alone make no library: a README, a specification
 * @throws {PintagError} PT_FEATURE_NAME, PT_FEATURE_TWICE, PT_FEATURE_NO_ELEMENT
 */
export function featuresOf(files: readonly string[], isIgnored: (file: string) => boolean): Feature[] {
  const features = findFeatures(files);
  const roots = new Set(features.map(({ root }) => root));
  const folders = new Set(files.filter((file) => !isIgnored(file)).map((file) => /^libs\/[^/]+(?=\/)/.exec(file)?.[0]));
  for (const folder of folders) {
    if (folder && folder !== 'libs/shared' && !roots.has(folder)) throw new PintagError('PT_FEATURE_NO_ELEMENT', { library: folder });
  }
  return features;
}
