/**
 * Which files belong to which layer. Packages share files that hold state (`@angular/common` and `@angular/common/http` do, and `@angular/platform-browser`
 * needs some of both), so that a border between layers runs between files, not packages: a file belongs to the first layer that needs it, and later
 * ones import it from there.
 */
import { relative } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import { layerOf, type Layer } from './layers.ts';

/** By the file's specifier: `file:node_modules/@angular/common/fesm2022/_xhr-chunk.mjs`. */
export type Owners = ReadonlyMap<string, Layer>;

export const fileSpecifier = (path: string): string => `file:${path.replaceAll('\\', '/')}`;
export const isFileSpecifier = (specifier: string): boolean => specifier.startsWith('file:');

/** Package files of which something is in the output. */
export const filesIn = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput && path.includes('node_modules/') ? [path] : [])),
  );

export interface Borders {
  readonly own: Layer;
  readonly layers: readonly Layer[];
  readonly owners: Owners;
  /** Absolute; below it lies node_modules. */
  readonly root: string;
}

/** What earlier layers have stays an import, by its specifier. */
export const keepBorders = ({ own, layers, owners, root }: Borders): Plugin => ({
  name: 'keep-borders',
  setup(build) {
    const place = layers.indexOf(own);
    const isEarlier = (layer: Layer | undefined) => layer !== undefined && layers.indexOf(layer) < place;
    build.onResolve({ filter: /.*/ }, async ({ path, kind, importer, namespace, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === resolving) return undefined;
      // How a layer's own text names a file of its own.
      if (isFileSpecifier(path)) return { path: `${root}/${path.slice('file:'.length)}`, sideEffects: false };
      if (!path.startsWith('.') && isEarlier(layerOf(layers, path))) return { path, external: true, sideEffects: false };

      const resolved = await build.resolve(path, { kind, importer, namespace, resolveDir, pluginData: resolving });
      if (resolved.errors.length || resolved.external) return resolved;
      const specifier = fileSpecifier(relative(root, resolved.path));
      return isEarlier(owners.get(specifier)) ? { path: specifier, external: true, sideEffects: false } : resolved;
    });
  },
});

const resolving = Symbol('resolving');
