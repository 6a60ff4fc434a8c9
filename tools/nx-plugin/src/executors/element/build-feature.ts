/** From a library's folder to the files of one feature: build, check, describe. What the `element` executor does. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BundleFile } from '@pintag/cdn';
import { elementDescriptionFile, type ElementDescription } from '@pintag/runtime/element-description';
import { buildElement } from '../../angular/build-element.ts';
import type { BuilderLog } from '../../angular/run-builder.ts';
import { pickFeature } from '../../projects/pick-feature.ts';
import { checkBudget } from './check-budget.ts';
import { describeElement } from './describe-element.ts';
import { trimSourceMap } from './trim-source-map.ts';

export interface BuildFeatureOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Relative to the workspace root, `libs/questionnaire`. */
  readonly library: string;
  /** Unless given, the library's only feature. */
  readonly feature?: string;
  /** Brotli bytes of the static closure. */
  readonly budget: number;
  readonly log: BuilderLog;
}

export interface BuiltFeature {
  readonly description: ElementDescription;
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
  /** Brotli bytes of the static closure. */
  readonly bytes: number;
}

/**
 * @returns `undefined` when the compiler refused the source; `log` then said why.
 * @throws {PintagError} PT_FEATURE_NO_ELEMENT, PT_FEATURE_TWICE, PT_FEATURE_UNKNOWN, PT_ELEMENT_NO_DEFINE, PT_MOCKS_IN_BUNDLE, PT_BUDGET
 */
export async function buildFeature({
  workspaceRoot,
  library,
  feature: name,
  budget,
  log,
}: BuildFeatureOptions): Promise<BuiltFeature | undefined> {
  const feature = await pickFeature(workspaceRoot, library, name);
  const project = { name: feature.name, root: library, sourceRoot: `${library}/src`, workspaceRoot };
  const built = await buildElement({ project, feature: feature.name, entry: feature.entry, log });
  if (!built) return undefined;

  const description = describeElement(feature, built.metafile);
  const files = built.files.map((file) => (file.path.endsWith('.map') ? { ...file, body: trimmed(file.body) } : file));
  const bytes = checkBudget(description, files, budget);

  const documentation = await readIfThere(join(workspaceRoot, library, 'custom-elements.json'));
  if (documentation) files.push({ path: 'custom-elements.json', body: documentation });
  files.push({ path: elementDescriptionFile, body: Buffer.from(`${JSON.stringify(description, null, 2)}\n`) });
  return { description, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), bytes };
}

const trimmed = (map: Uint8Array): Uint8Array => Buffer.from(trimSourceMap(new TextDecoder().decode(map)));

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
