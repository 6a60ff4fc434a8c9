/** From a library's folder to the files of one feature: build, check, describe. What the `element` executor does. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BundleFile } from '@pintag/cdn';
import { documentationFiles, type Feature } from '@pintag/cdn/features';
import { describeRuntimeNeed, externalPackages, linkToRuntime, type BuiltRuntime } from '@pintag/runtime/build';
import { elementDescriptionFile, type ElementDescription } from '@pintag/runtime/element-description';
import type { BuilderLog } from '../../angular/run-builder.ts';
import { compileFeature, type CompiledFeature } from './compile-feature.ts';
import { describeElement } from './describe-element.ts';
import { trimSourceMap } from './trim-source-map.ts';

export interface BuildFeatureOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Relative to the workspace root, `libs/questionnaire`. */
  readonly library: string;
  /** Unless given, the library's only feature. */
  readonly feature?: string;
  /** What it shares with other features; without it the feature brings its own Angular. */
  readonly runtime?: BuiltRuntime;
  readonly log: BuilderLog;
}

export interface BuiltFeature {
  readonly description: ElementDescription;
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
}

/**
 * @returns `undefined` when the compiler refused the source; `log` then said why.
 * @throws {PintagError} PT_FEATURE_NO_ELEMENT, PT_FEATURE_TWICE, PT_FEATURE_UNKNOWN, PT_ELEMENT_NO_DEFINE, PT_MOCKS_IN_BUNDLE,
 *   PT_RUNTIME_IMPORT, PT_RUNTIME_NAMESPACE, PT_SURFACE_LACKS
 */
export async function buildFeature({ runtime, ...options }: BuildFeatureOptions): Promise<BuiltFeature | undefined> {
  const { workspaceRoot } = options;
  const compiled = await compileFeature({ ...options, external: runtime ? externalPackages(runtime.layers) : [] });
  if (!compiled) return undefined;

  const { description, files: linked } = await linkFeature(compiled, runtime);
  const files = linked.map((file) => (file.path.endsWith('.map') ? { ...file, body: trimmed(file.body) } : file));

  const documentation = await readDocumentation(workspaceRoot, compiled.feature);
  if (documentation) files.push({ path: 'custom-elements.json', body: documentation });
  files.push({ path: elementDescriptionFile, body: Buffer.from(`${JSON.stringify(description, null, 2)}\n`) });
  return { description, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** What a compiled feature is published as: on `runtime`, or as it is when there is none. */
export async function linkFeature(
  { feature, files, metafile }: CompiledFeature,
  runtime: BuiltRuntime | undefined,
): Promise<{ readonly description: ElementDescription; readonly files: readonly BundleFile[] }> {
  const description = describeElement(feature, metafile);
  if (!runtime) return { description, files };
  const linked = await linkToRuntime({ files, entry: description.entry, runtime });
  const use = describeRuntimeNeed({ runtime, metafile: linked.metafile, static: description.static, lazy: description.lazy });
  return { description: { ...description, runtime: use }, files: linked.files };
}

const trimmed = (map: Uint8Array): Uint8Array => Buffer.from(trimSourceMap(new TextDecoder().decode(map)));

async function readDocumentation(workspaceRoot: string, feature: Feature): Promise<Uint8Array | undefined> {
  for (const file of documentationFiles(feature)) {
    const documentation = await readIfThere(join(workspaceRoot, file));
    if (documentation) return documentation;
  }
  return undefined;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Replaces what the folder held. */
export async function writeFiles(folder: string, files: readonly BundleFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, body } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), body);
  }
}

/** Nothing, where there is no such folder. */
export async function readFiles(folder: string): Promise<readonly BundleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(folder.length + 1).replaceAll('\\', '/'), body: await readFile(path) })),
  );
}
