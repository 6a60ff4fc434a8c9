/** Which feature a target means, looked up in the folders as they are now. */
import { glob } from 'node:fs/promises';
import { PintagError } from '@pintag/cdn/errors';
import { findFeatures, type Feature } from '@pintag/cdn/features';

/**
 * @param library Relative to the workspace root, `libs/questionnaire`.
 * @param name Unless given, the library's first feature.
 * @throws {PintagError} PT_FEATURE_NO_ELEMENT, PT_FEATURE_TWICE, PT_FEATURE_NAME, PT_FEATURE_UNKNOWN
 */
export async function pickFeature(workspaceRoot: string, library: string, name?: string): Promise<Feature> {
  const entries = await Array.fromAsync(glob('libs/*/src/{element,*.element}.ts', { cwd: workspaceRoot }));
  const features = findFeatures(entries.map((path) => path.replaceAll('\\', '/')).sort());
  const own = features.filter(({ root }) => root === library);
  if (!own.length) throw new PintagError('PT_FEATURE_NO_ELEMENT', { library });
  const feature = name ? own.find((candidate) => candidate.name === name) : own[0];
  if (!feature) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: name!, known: own.map((candidate) => candidate.name) });
  return feature;
}
