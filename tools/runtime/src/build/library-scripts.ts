/** Libraries of the workspace as a layer takes them in: what Angular's compiler made of their sources. */
import type { BundleFile } from '@pintag/cdn';
import type { Plugin } from 'esbuild';
import type { Names } from '../surface/surface.ts';

export interface LibraryScripts {
  /** Scripts with the layers' packages left out; one may import another by relative path. */
  readonly files: readonly BundleFile[];
  /** By import specifier, the script that has its exports: `{ '@shared/elements': 'elements-4QX7.js' }`. */
  readonly entries: Readonly<Record<string, string>>;
}

/** Names of packages alone, without those of `libraries`: these have no version, and nothing of them is in node_modules. */
export const withoutLibraries = (names: Names, libraries: Readonly<Record<string, string>>): Names =>
  Object.fromEntries(Object.entries(names).filter(([specifier]) => !Object.hasOwn(libraries, specifier)));

/** @param root Where what they import and no layer has is looked for. */
export const fromLibraries = ({ files, entries }: LibraryScripts, root: string): Plugin => ({
  name: 'from-libraries',
  setup(build) {
    build.onResolve({ filter: /^[^/]/ }, ({ path, namespace }) => {
      const script = namespace === 'library' && path.startsWith('./') ? path.slice(2) : entries[path];
      return script === undefined ? undefined : { path: script, namespace: 'library', sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => {
      const script = files.find((file) => file.path === path);
      return script && { contents: script.body, resolveDir: root, loader: 'js' };
    });
  },
});
