/**
 * Package files as Angular's own builder prepares them: linked (packages are published half compiled) and marked up so that the bundler can drop what
 * is not used. `JavaScriptTransformer` carries no promise across versions: `@angular/build` is pinned exactly, and the size of the runtime is tested.
 */
import { JavaScriptTransformer } from '@angular/build/private';
import type { BuildOptions, Plugin, PluginBuild } from 'esbuild';

export interface FrameworkFiles extends AsyncDisposable {
  readonly plugin: Plugin;
}

/** Each file is prepared once, for any number of builds. */
export function openFrameworkFiles(): FrameworkFiles {
  const transformer = new JavaScriptTransformer({ sourcemap: false, advancedOptimizations: true, jit: false }, 2);
  const prepared = new Map<string, Promise<Uint8Array>>();
  return {
    plugin: {
      name: 'framework-files',
      setup(build) {
        build.onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, async ({ path }) => {
          const contents = prepared.get(path) ?? isPure(build, path).then((pure) => transformer.transformFile(path, false, !pure));
          prepared.set(path, contents);
          return { contents: await contents, loader: 'js' };
        });
      },
    },
    [Symbol.asyncDispose]: () => transformer.close(),
  };
}

/** What the file's package.json says in `sideEffects`. */
async function isPure(build: PluginBuild, path: string): Promise<boolean> {
  const { sideEffects } = await build.resolve(path, { kind: 'import-statement', resolveDir: build.initialOptions.absWorkingDir ?? '' });
  return !sideEffects;
}

/** How the runtime and what is linked to it are written; the same as Angular's builder for a production build where that matters. */
export const outputOptions = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  treeShaking: true,
  metafile: true,
  charset: 'utf8',
  legalComments: 'none',
  // Not the tsconfig.json that happens to lie around it.
  tsconfigRaw: {},
  logLevel: 'silent',
  write: false,
} as const satisfies BuildOptions;

/** @param angular Version of `@angular/core`: packages may carry code that is linked for exactly that one. */
export const frameworkOptions = (root: string, angular: string) =>
  ({
    ...outputOptions,
    absWorkingDir: root,
    // Whether node_modules is a link or not, the same bytes.
    preserveSymlinks: true,
    conditions: ['es2015', 'es2020', `angular:linked-${angular}`, 'module', 'production'],
    mainFields: ['es2020', 'es2015', 'browser', 'module', 'main'],
    supported: { 'object-rest-spread': false },
    pure: ['forwardRef'],
    define: { ngDevMode: 'false', ngJitMode: 'false', ngServerMode: 'false', ngHmrMode: 'false', ngI18nClosureMode: 'false' },
  }) as const satisfies BuildOptions;
