/** The layers one by one, each with imports of what the others have; and with that what each has to offer. */
import type { Metafile, Plugin } from 'esbuild';
import { isEmpty, mergeNames, missingNames, type Names } from '../surface/surface.ts';
import { collectNames } from './collect-names.ts';
import { fileSpecifier, filesIn, keepBorders, type Owners } from './layer-borders.ts';
import { layerOf, type Layer } from './layers.ts';
import { exportsOf, type RuntimeExports } from './runtime-exports.ts';

export interface Bundled {
  readonly body: Uint8Array;
  readonly metafile: Metafile;
}

export interface BundledLayer extends Bundled {
  readonly file: string;
  /** What it takes from the layers before it. */
  readonly imports: Names;
}

export interface BundleLayersOptions {
  /** What features use. */
  readonly names: Names;
  readonly layers: readonly Layer[];
  /** Absolute; below it lies node_modules. */
  readonly root: string;
  bundle(layer: Layer, exports: RuntimeExports, plugin: Plugin): Promise<Bundled>;
}

export interface BundledLayers {
  readonly exports: RuntimeExports;
  /** In the order of the layers; without those of which nothing is used. */
  readonly bundled: readonly BundledLayer[];
}

export async function bundleLayers(options: BundleLayersOptions): Promise<BundledLayers> {
  // What one layer takes of another can bring files that are this one's from then on; the borders are right when nothing new comes.
  let owners: Owners = new Map();
  for (let wanted = options.names; ;) {
    owners = await findOwners(wanted, owners, options);
    const { wanted: now, ...result } = await bundleWithin(owners, options);
    if (isEmpty(missingNames(now, wanted))) return result;
    wanted = mergeNames(wanted, now);
  }
}

/** @param before What was found with fewer names. */
async function findOwners(wanted: Names, before: Owners, { layers, root, bundle }: BundleLayersOptions): Promise<Owners> {
  const owners = new Map<string, Layer>();
  const exports = exportsOf(wanted, fileOf(before, layers));
  for (const layer of layers) {
    if (!isUsed(layer, exports)) continue;
    const { metafile } = await bundle(layer, exports, keepBorders({ own: layer, layers, owners, root }));
    for (const specifier of filesIn(metafile).map(fileSpecifier)) if (!owners.has(specifier)) owners.set(specifier, layer);
  }
  return owners;
}

/** From the last layer to the first: what a layer takes from the ones before it, private names and shared files included, these have to offer. */
async function bundleWithin(
  owners: Owners,
  { names, layers, root, bundle }: BundleLayersOptions,
): Promise<BundledLayers & { readonly wanted: Names }> {
  let wanted = names;
  const bundled: BundledLayer[] = [];
  for (const layer of layers.toReversed()) {
    const exports = exportsOf(wanted, fileOf(owners, layers));
    if (!isUsed(layer, exports)) continue;
    const { file } = layer;
    const { body, metafile } = await bundle(layer, exports, keepBorders({ own: layer, layers, owners, root }));
    const imports = await collectNames([{ path: file, body }]);
    bundled.unshift({ file, body, metafile, imports });
    wanted = mergeNames(wanted, imports);
  }
  return { bundled, exports: exportsOf(wanted, fileOf(owners, layers)), wanted };
}

const fileOf = (owners: Owners, layers: readonly Layer[]) => (specifier: string) =>
  (owners.get(specifier) ?? layerOf(layers, specifier))?.file;
const isUsed = (layer: Layer, exports: RuntimeExports): boolean => Object.values(exports).some(({ file }) => file === layer.file);
