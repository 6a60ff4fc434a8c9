/** What the features of a workspace, and the libraries that they share, import from the packages of the runtime. */
import { glob } from 'node:fs/promises';
import { findFeatures } from '@pintag/cdn/features';
import { PintagError } from '@pintag/cdn/errors';
import { collectNames, externalPackages, layerOf, mergeNames, type Layer, type Names } from '@pintag/runtime/build';
import type { BuilderLog } from '../../angular/run-builder.ts';
import { compileFeature } from '../element/compile-feature.ts';
import { compileLibraries } from '../runtime/compile-libraries.ts';

export interface UsedNamesOptions {
  /** Absolute. */
  readonly root: string;
  readonly layers: readonly Layer[];
  /** Unless given, all. */
  readonly feature?: string;
  readonly log: BuilderLog;
}

/**
 * @returns `undefined` when one does not compile; `log` then said why.
 * @throws {PintagError} PT_FEATURE_UNKNOWN, PT_RUNTIME_IMPORT, PT_RUNTIME_NAMESPACE
 */
export async function usedNames({ root, layers, feature: only, log }: UsedNamesOptions): Promise<Names | undefined> {
  const entries = await Array.fromAsync(glob('libs/*/src/{element,*.element}.ts', { cwd: root }));
  const features = findFeatures(entries.map((path) => path.replaceAll('\\', '/')).sort());
  const wanted = only ? features.filter(({ name }) => name === only) : features;
  if (!wanted.length) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: only ?? 'any', known: features.map(({ name }) => name) });

  const libraries = await compileLibraries({ workspaceRoot: root, layers, log });
  if (!libraries) return undefined;
  let names = await collectNames(libraries.files);
  for (const { name, root: library } of wanted) {
    const compiled = await compileFeature({ workspaceRoot: root, library, feature: name, external: externalPackages(layers), log });
    if (!compiled) return undefined;
    names = mergeNames(names, await collectNames(compiled.files));
  }
  const stray = Object.keys(names).find((specifier) => !layerOf(layers, specifier));
  if (stray) throw new PintagError('PT_RUNTIME_IMPORT', { file: 'A feature', specifier: stray });
  return names;
}
