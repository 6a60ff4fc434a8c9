/**
 * The standard surface: what features are likely to use next, as long as it costs little. With it a runtime, once loaded, serves most features that are
 * still to be written; without it each new pipe would be a new runtime.
 */
import { context } from 'esbuild';
import { frameworkOptions, openFrameworkFiles } from '../build/framework-files.ts';
import { isJitDecorator } from './jit-decorators.ts';
import { installedVersion } from './surface-file.ts';
import { mergeNames, type Names } from './surface.ts';
import { usualNames } from './usual-names.ts';

export interface SeedOptions {
  /** What features use; the cost of anything else is measured on top of it. */
  readonly names: Names;
  /** Absolute; below it lies node_modules. */
  readonly root: string;
  /** Bytes, minified and not compressed, that a name may add to the runtime, measured alone. */
  readonly limit: number;
  /** Called after each measurement. */
  readonly measured?: (cost: NameCost) => void;
}

export interface NameCost {
  readonly specifier: string;
  readonly name: string;
  readonly bytes: number;
}

/** Public entries of the packages that nearly every feature imports. */
export const seededPackages = [
  '@angular/core',
  '@angular/core/rxjs-interop',
  '@angular/common',
  '@angular/common/http',
  '@angular/forms',
  '@angular/platform-browser',
  'rxjs',
];

/** `names`, the usual ones, and everything that costs at most `limit` beside them. The same packages, names and limit give the same result. */
export async function seedNames({ names, root, limit, measured }: SeedOptions): Promise<Names> {
  const base = mergeNames(names, usualNames);
  await using measure = await openMeasure(root, base);
  const chosen: Record<string, string[]> = {};
  for (const specifier of seededPackages) {
    for (const name of await measure.exportsOf(specifier)) {
      if (base[specifier]?.includes(name) || !isSeedable(specifier, name)) continue;
      const bytes = await measure.cost(specifier, name);
      measured?.({ specifier, name, bytes });
      if (bytes <= limit) (chosen[specifier] ??= []).push(name);
    }
  }
  return mergeNames(base, chosen);
}

/** `ɵ` marks what Angular keeps for itself; `ɵɵ` what compiled code calls. */
const isSeedable = (specifier: string, name: string): boolean =>
  !isJitDecorator(specifier, name) && !/^(ɵ(?!ɵ)|_|Ɵ)/.test(name) && !elsewhere.test(name);

/** For servers, tests, the compiler in the browser and what Angular is about to drop. */
const elsewhere =
  /^(ɵɵngDeclare|ɵɵforeign|ɵɵdeferHydrate|ɵɵenable|ɵɵset(NgModule|Component)Scope|ɵɵgetComponentDeps|ɵɵreplaceMetadata|getLocale|provide.*Loader$|Testability|Untyped|(provide|declare)Experimental|enable(Profiling|DebugTools)|withNo|withHttpTransfer)/;

interface Measure extends AsyncDisposable {
  exportsOf(specifier: string): Promise<readonly string[]>;
  cost(specifier: string, name: string): Promise<number>;
}

/** One bundle of everything: what it is cut into does not matter to what a name adds. */
async function openMeasure(root: string, names: Names): Promise<Measure> {
  const framework = openFrameworkFiles();
  let text = '';
  const bundler = await context({
    ...frameworkOptions(root, await installedVersion(root, '@angular/core')),
    entryPoints: ['seed'],
    outfile: 'seed.js',
    plugins: [
      {
        name: 'seed',
        setup(build) {
          build.onResolve({ filter: /^seed$/ }, ({ path }) => ({ path, namespace: 'seed' }));
          build.onLoad({ filter: /.*/, namespace: 'seed' }, () => ({ contents: text, resolveDir: root, loader: 'js' }));
        },
      },
      framework.plugin,
    ],
  });
  const build = async (more: string) => {
    text = `${exportLines(names)}${more}`;
    const { metafile, outputFiles } = await bundler.rebuild();
    return { bytes: outputFiles[0]!.contents.byteLength, exports: Object.values(metafile.outputs)[0]!.exports };
  };
  const { bytes: before, exports: own } = await build('');
  return {
    exportsOf: async (specifier) => {
      const { exports } = await build(`export * from ${JSON.stringify(specifier)};`);
      return exports.filter((name) => !own.includes(name)).sort();
    },
    cost: async (specifier, name) => (await build(`export { ${name} as more } from ${JSON.stringify(specifier)};`)).bytes - before,
    async [Symbol.asyncDispose]() {
      await bundler.dispose();
      await framework[Symbol.asyncDispose]();
    },
  };
}

const exportLines = (names: Names): string =>
  Object.entries(names)
    .flatMap(([specifier, list], i) => list.map((name, k) => `export { ${name} as used${i}_${k} } from ${JSON.stringify(specifier)};\n`))
    .join('');
