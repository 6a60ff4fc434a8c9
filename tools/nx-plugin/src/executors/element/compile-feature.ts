/** From a library's folder to one feature's scripts, before anything is said of them. */
import type { BundleFile } from '@pintag/cdn';
import type { Feature } from '@pintag/cdn/features';
import type { Metafile } from 'esbuild';
import { buildElement } from '../../angular/build-element.ts';
import type { BuilderLog } from '../../angular/run-builder.ts';
import { pickFeature } from '../../projects/pick-feature.ts';

export interface CompileFeatureOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Relative to the workspace root, `libs/questionnaire`. */
  readonly library: string;
  /** Unless given, the library's only feature. */
  readonly feature?: string;
  /** Packages that the scripts go on importing by name. */
  readonly external: readonly string[];
  readonly log: BuilderLog;
}

export interface CompiledFeature {
  readonly feature: Feature;
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
  readonly metafile: Metafile;
}

/**
 * @returns `undefined` when the compiler refused the source; `log` then said why.
 * @throws {PintagError} PT_FEATURE_NO_ELEMENT, PT_FEATURE_TWICE, PT_FEATURE_UNKNOWN
 */
export async function compileFeature({
  workspaceRoot,
  library,
  feature: name,
  external,
  log,
}: CompileFeatureOptions): Promise<CompiledFeature | undefined> {
  const feature = await pickFeature(workspaceRoot, library, name);
  const project = { name: feature.name, root: library, sourceRoot: `${library}/src`, workspaceRoot };
  const built = await buildElement({ project, feature: feature.name, entry: feature.entry, external, log });
  return built && { feature, ...built };
}
