/** Where the runtime has what: which file, and under which name there. */
import type { Plugin } from 'esbuild';
import type { Names } from '../surface/surface.ts';

/** By import specifier. */
export type RuntimeExports = Readonly<Record<string, LayerExports>>;

export interface LayerExports {
  readonly file: string;
  /** Name in the package → name in the file. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Names in the files are short: a page loads all of them, and what imports one runtime never meets another.
 * @param fileOf The layer that has a specifier.
 */
export function exportsOf(names: Names, fileOf: (specifier: string) => string | undefined): RuntimeExports {
  const counts = new Map<string, number>();
  const next = (file: string) => {
    const count = counts.get(file) ?? 0;
    counts.set(file, count + 1);
    return shortName(count);
  };
  const found: Record<string, LayerExports> = {};
  for (const specifier of Object.keys(names).sort()) {
    const file = fileOf(specifier);
    const list = [...names[specifier]!].sort();
    if (file && list.length) found[specifier] = { file, names: Object.fromEntries(list.map((name) => [name, next(file)])) };
  }
  return found;
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function shortName(nth: number): string {
  const last = letters[nth % letters.length]!;
  return nth < letters.length ? last : shortName(Math.floor(nth / letters.length) - 1) + last;
}

/** Of what is offered, what is used: every name that a module is given it keeps as an import, used or not. */
export const pickExports = (exports: RuntimeExports, used: Names): RuntimeExports =>
  Object.fromEntries(
    Object.entries(exports).flatMap(([specifier, { file, names }]) => {
      const kept = Object.entries(names).filter(([name]) => used[specifier]?.includes(name));
      return kept.length ? [[specifier, { file, names: Object.fromEntries(kept) }]] : [];
    }),
  );

/** The text of a layer: everything of its packages that is offered. */
export const layerText = (file: string, exports: RuntimeExports): string =>
  Object.entries(exports)
    .filter(([, offered]) => offered.file === file)
    .map(([specifier, { names }]) =>
      exportLine(
        Object.entries(names).map(([name, alias]) => `${name} as ${alias}`),
        specifier,
      ),
    )
    .join('');

/**
 * Makes imports of packages into imports of the runtime's files, name by name.
 * @param exports Exactly what the importing files use.
 * @param url Address of a runtime file as an importing file says it.
 */
export const importFromRuntime = (exports: RuntimeExports, url: (file: string) => string): Plugin => ({
  name: 'import-from-runtime',
  setup(build) {
    build.onResolve({ filter: /^pintag-runtime:/ }, ({ path }) => ({
      path: url(path.slice('pintag-runtime:'.length)),
      external: true,
      sideEffects: false,
    }));
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind !== 'entry-point' && exports[path] ? { path, namespace: 'runtime', sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'runtime' }, ({ path }) => {
      const { file, names } = exports[path]!;
      const list = Object.entries(names).map(([name, alias]) => `${alias} as ${name}`);
      return { contents: exportLine(list, `pintag-runtime-file:${file}`), loader: 'js' };
    });
    // One module for each file, so that one import statement brings the names of all its packages.
    build.onResolve({ filter: /^pintag-runtime-file:/ }, ({ path }) => ({
      path: path.slice('pintag-runtime-file:'.length),
      namespace: 'runtime-file',
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: 'runtime-file' }, ({ path }) => {
      const aliases = Object.values(exports).flatMap(({ file, names }) => (file === path ? Object.values(names) : []));
      return { contents: exportLine(aliases, `pintag-runtime:${path}`), loader: 'js' };
    });
  },
});

const exportLine = (names: readonly string[], from: string): string => `export { ${names.join(', ')} } from ${JSON.stringify(from)};\n`;
