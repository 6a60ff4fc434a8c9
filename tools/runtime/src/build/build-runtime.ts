/** Builds the runtime that features share: each layer one file, cut down to the names that are asked for. */
import type { BundleFile } from '@pintag/cdn';
import { PintagError, digestOf, nameRuntime, packBundle } from '@pintag/cdn';
import { build, type BuildFailure, type Metafile } from 'esbuild';
import { installedVersion } from '../surface/surface-file.ts';
import type { Names } from '../surface/surface.ts';
import { bundleLayers, type BundledLayer, type BundleLayersOptions } from './bundle-layers.ts';
import { frameworkOptions, openFrameworkFiles, outputOptions } from './framework-files.ts';
import { isFileSpecifier } from './layer-borders.ts';
import { defaultLayers, layerOf, type Layer } from './layers.ts';
import { fromLibraries, type LibraryScripts } from './library-scripts.ts';
import { licencesOf } from './licences.ts';
import { checkNoDuplicates } from './no-duplicates.ts';
import { importFromRuntime, layerText, pickExports, type RuntimeExports } from './runtime-exports.ts';

export interface BuiltRuntime {
  /** After its content: `angular-22.1.7-0f2c9a41d07be358`. */
  readonly name: string;
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
  readonly layers: readonly Layer[];
  readonly exports: RuntimeExports;
  /** Which of its script files each one imports: `{ 'angular.js': [], 'forms.js': ['angular.js'] }`. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
}

export interface BuildRuntimeOptions {
  /** What features use; what the layers use of each other is added. */
  readonly names: Names;
  /** Default: `defaultLayers`. A layer of which nothing is used becomes no file. */
  readonly layers?: readonly Layer[];
  /** Of the libraries that the layers name. */
  readonly libraries?: LibraryScripts;
  /** Absolute; below it lies node_modules. */
  readonly root: string;
}

/**
 * The same names, layers and packages give the same bytes, and so the same name.
 * @throws {PintagError} PT_RUNTIME_DUPLICATE, PT_RUNTIME_IMPORT, PT_SURFACE_UNKNOWN
 */
export async function buildRuntime({
  names,
  layers = defaultLayers,
  libraries = { files: [], entries: {} },
  root,
}: BuildRuntimeOptions): Promise<BuiltRuntime> {
  const stray = Object.keys(names).find((specifier) => !layerOf(layers, specifier));
  if (stray) throw new PintagError('PT_RUNTIME_IMPORT', { file: 'The surface', specifier: stray });

  const angular = await installedVersion(root, '@angular/core');
  await using framework = openFrameworkFiles();
  const bundle: BundleLayersOptions['bundle'] = async ({ file }, exports, plugin) => {
    const { outputFiles, metafile } = await build({
      ...frameworkOptions(root, angular),
      stdin: { contents: layerText(file, exports), resolveDir: root, loader: 'js' },
      outfile: file,
      plugins: [plugin, fromLibraries(libraries, root), framework.plugin],
    }).catch((error: BuildFailure) => {
      throw asUnknownExport(error) ?? error;
    });
    return { body: outputFiles[0]!.contents, metafile };
  };

  const { exports, bundled } = await bundleLayers({ names, layers, root, bundle });
  checkNoDuplicates(bundled);
  const linked = await Promise.all(bundled.map((layer) => linkLayer(layer, exports)));

  const licences = await licencesOf(
    bundled.map(({ metafile }) => metafile),
    root,
  );
  const files: BundleFile[] = [{ path: '3rdpartylicenses.txt', body: Buffer.from(licences) }];
  files.push(...linked.map(({ file, body }) => ({ path: file, body })));
  return {
    name: nameRuntime(`angular-${angular}`, digestOf(await packBundle(files))),
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    layers,
    exports: Object.fromEntries(Object.entries(exports).filter(([specifier]) => !isFileSpecifier(specifier))),
    imports: Object.fromEntries(linked.map(({ file, imports }) => [file, imports])),
  };
}

interface LinkedLayer {
  readonly file: string;
  readonly body: Uint8Array;
  readonly imports: readonly string[];
}

/** From what is bundled already, as features are: a name that a source file imports and then does not need is gone from it. */
async function linkLayer({ file, body, imports }: BundledLayer, exports: RuntimeExports): Promise<LinkedLayer> {
  const { outputFiles, metafile } = await build({
    ...outputOptions,
    stdin: { contents: new TextDecoder().decode(body), loader: 'js' },
    outfile: file,
    plugins: [importFromRuntime(pickExports(exports, imports), (below) => `./${below}`)],
  });
  return { file, body: outputFiles[0]!.contents, imports: importsOf(metafile) };
}

const importsOf = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path.replace(/^\.\//, '')));

/** What the bundler says of its own, when a package has no such export, does not name the surface. */
function asUnknownExport({ errors = [] }: Partial<BuildFailure>): PintagError | undefined {
  for (const { text, location } of errors) {
    const name = /^No matching export in .* for import "(.*)"$/.exec(text)?.[1];
    const specifier = /from "([^"]+)"/.exec(location?.lineText ?? '')?.[1];
    if (name && specifier) return new PintagError('PT_SURFACE_UNKNOWN', { name, specifier });
  }
  return undefined;
}
