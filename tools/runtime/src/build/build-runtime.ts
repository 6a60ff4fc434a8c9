/** Builds the runtime that features share: each layer one file, cut down to the names that are asked for. */
import type { BundleFile } from '@pintag/cdn';
import { PintagError, digestOf, nameRuntime, packBundle } from '@pintag/cdn';
import { build, type BuildFailure, type Metafile, type Plugin } from 'esbuild';
import { installedVersion } from '../surface/surface-file.ts';
import { mergeNames, type Names } from '../surface/surface.ts';
import { collectNames } from './collect-names.ts';
import { frameworkOptions, openFrameworkFiles, outputOptions } from './framework-files.ts';
import { defaultLayers, layerOf, type Layer } from './layers.ts';
import { licencesOf } from './licences.ts';
import { checkNoDuplicates } from './no-duplicates.ts';
import { exportsOf, importFromRuntime, layerText, pickExports, type RuntimeExports } from './runtime-exports.ts';

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
  /** Absolute; below it lies node_modules. */
  readonly root: string;
}

/**
 * The same names, layers and packages give the same bytes, and so the same name.
 * @throws {PintagError} PT_RUNTIME_DUPLICATE, PT_RUNTIME_IMPORT, PT_RUNTIME_LAYERS, PT_SURFACE_UNKNOWN
 */
export async function buildRuntime({ names, layers = defaultLayers, root }: BuildRuntimeOptions): Promise<BuiltRuntime> {
  const stray = Object.keys(names).find((specifier) => !layerOf(layers, specifier));
  if (stray) throw new PintagError('PT_RUNTIME_IMPORT', { file: 'The surface', specifier: stray });

  const angular = await installedVersion(root, '@angular/core');
  await using framework = openFrameworkFiles();
  const bundle = async (layer: Layer, exports: RuntimeExports, plugins: readonly Plugin[]): Promise<BuiltLayer> => {
    const { outputFiles, metafile, warnings } = await build({
      ...frameworkOptions(root, angular),
      stdin: { contents: layerText(layer.file, exports), resolveDir: root, loader: 'js' },
      outfile: layer.file,
      plugins: [keepOrder(layer, layers), ...plugins, framework.plugin],
    }).catch((error: BuildFailure) => {
      throw mistakeIn(error) ?? error;
    });
    const missing = warnings.find(({ id }) => id === 'import-is-undefined');
    if (missing) throw new Error(`${layer.file}: ${missing.text}`);
    return { file: layer.file, body: outputFiles[0]!.contents, metafile, uses: importsOf(metafile) };
  };

  const { wanted, upper } = await bundleUpperLayers({ names, layers, bundle });
  const exports = exportsOf(layers, wanted);
  const built: BuiltLayer[] = [];
  for (const layer of layers) {
    const above = upper[layer.file];
    if (above) built.push(await linkLayer(above, pickExports(exports, above.imports)));
    else if (isUsed(layer, exports)) built.push(await bundle(layer, exports, []));
  }
  checkNoDuplicates(built);

  const licences = await licencesOf(
    built.map(({ metafile }) => metafile),
    root,
  );
  const files: BundleFile[] = [{ path: '3rdpartylicenses.txt', body: Buffer.from(licences) }];
  files.push(...built.map(({ file, body }) => ({ path: file, body })));
  return {
    name: nameRuntime(`angular-${angular}`, digestOf(await packBundle(files))),
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    layers,
    exports,
    imports: Object.fromEntries(built.map(({ file, uses }) => [file, uses])),
  };
}

interface BuiltLayer {
  readonly file: string;
  readonly body: Uint8Array;
  /** Of the packages' own files. */
  readonly metafile: Metafile;
  /** What it imports: files of the runtime. */
  readonly uses: readonly string[];
}

interface WantedOptions {
  readonly names: Names;
  readonly layers: readonly Layer[];
  bundle(layer: Layer, exports: RuntimeExports, plugins: readonly Plugin[]): Promise<BuiltLayer>;
}

/** What a layer above the first is made of, packages below it still imported by their names. */
interface UpperLayer extends BuiltLayer {
  readonly imports: Names;
}

interface UpperLayers {
  /** Of features and of layers. */
  readonly wanted: Names;
  /** By file; without those of which nothing is used. */
  readonly upper: Readonly<Record<string, UpperLayer>>;
}

/** From the last layer down: what a layer uses of the ones below it, private names included, has to be offered by those. */
async function bundleUpperLayers({ names, layers, bundle }: WantedOptions): Promise<UpperLayers> {
  let wanted = names;
  const upper: Record<string, UpperLayer> = {};
  for (const layer of layers.slice(1).reverse()) {
    const exports = exportsOf(layers, wanted);
    if (!isUsed(layer, exports)) continue;
    const bundled = await bundle(layer, exports, [leaveOutLayersBelow(layer, layers)]);
    const imports = await collectNames([{ path: bundled.file, body: bundled.body }]);
    upper[layer.file] = { ...bundled, imports };
    wanted = mergeNames(wanted, imports);
  }
  return { wanted, upper };
}

/** From what is bundled already, as features are: a name that a source file imports and then does not need is gone from it. */
async function linkLayer({ file, body, metafile }: UpperLayer, exports: RuntimeExports): Promise<BuiltLayer> {
  const linked = await build({
    ...outputOptions,
    stdin: { contents: new TextDecoder().decode(body), loader: 'js' },
    outfile: file,
    plugins: [importFromRuntime(exports, (below) => `./${below}`)],
  });
  return { file, body: linked.outputFiles[0]!.contents, metafile, uses: importsOf(linked.metafile) };
}

/** Only layers before it, which are finished before it, can be imported. */
const keepOrder = (own: Layer, layers: readonly Layer[]): Plugin => ({
  name: 'keep-order',
  setup(build) {
    build.onResolve({ filter: packageImport }, ({ path, kind, importer }) => {
      const layer = kind === 'entry-point' ? undefined : layerOf(layers, path);
      if (!layer || layer === own || isBelow(layer.file, own, layers)) return undefined;
      const by = importer.replace(/^.*node_modules\//, '');
      throw new PintagError('PT_RUNTIME_LAYERS', {
        why: `${own.file} needs ${path} (imported by ${by}), which is in ${layer.file}, a later one`,
      });
    });
  },
});

const leaveOutLayersBelow = (own: Layer, layers: readonly Layer[]): Plugin => ({
  name: 'leave-out-layers-below',
  setup(build) {
    build.onResolve({ filter: packageImport }, ({ path, kind }) => {
      const layer = kind === 'entry-point' ? undefined : layerOf(layers, path);
      return layer && layer !== own ? { path, external: true, sideEffects: false } : undefined;
    });
  },
});

const packageImport = /^[^./]/;
const isUsed = (layer: Layer, exports: RuntimeExports): boolean => Object.values(exports).some(({ file }) => file === layer.file);
const indexOf = (file: string, layers: readonly Layer[]): number => layers.findIndex((layer) => layer.file === file);
const isBelow = (file: string, layer: Layer, layers: readonly Layer[]): boolean => indexOf(file, layers) < layers.indexOf(layer);

const importsOf = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path.replace(/^\.\//, '')));

/** What the bundler says of its own, when a package has no such export, does not name the surface. */
function mistakeIn({ errors = [] }: Partial<BuildFailure>): PintagError | undefined {
  for (const { text, location, detail } of errors) {
    if (detail instanceof PintagError) return detail;
    const name = /^No matching export in .* for import "(.*)"$/.exec(text)?.[1];
    const specifier = /from "([^"]+)"/.exec(location?.lineText ?? '')?.[1];
    if (name && specifier) return new PintagError('PT_SURFACE_UNKNOWN', { name, specifier });
  }
  return undefined;
}
