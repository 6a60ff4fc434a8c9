/** Which file of the runtime holds which packages: data, so that a router or a design system becomes a layer by configuration. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import * as v from 'valibot';

export interface Layer {
  /** `angular.js` */
  readonly file: string;
  /** Import specifiers, or with `/*` everything below one: `@angular/core`, `@angular/core/*`. */
  readonly packages: readonly string[];
  /** Those of `packages` that are libraries of the workspace: their entry files, relative to its root, by specifier. */
  readonly libraries?: Readonly<Record<string, string>>;
}

/**
 * What several layers need belongs to the first of them. What is in no layer is bundled into the features that import it. Pages without forms or
 * requests load none of them: the angular.js that all pages load then has room for what features will need next.
 */
export const defaultLayers: readonly Layer[] = [
  {
    file: 'angular.js',
    packages: ['@angular/core', '@angular/core/*', '@angular/common', '@angular/platform-browser', 'rxjs', 'rxjs/operators', 'tslib'],
  },
  { file: 'http.js', packages: ['@angular/common/http'] },
  { file: 'forms.js', packages: ['@angular/forms', '@angular/forms/*'] },
];

/** Relative to the workspace root. The default layers hold where there is no such file. */
export const layersFile = 'tools/runtime/surface/layers.json';

const layersSchema = v.pipe(
  v.array(
    v.object({
      file: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*\.js$/, 'is no name of a script file')),
      packages: v.pipe(v.array(v.string()), v.minLength(1, 'is empty')),
      libraries: v.optional(
        v.record(v.string(), v.pipe(v.string(), v.regex(/^(?!\/|.*\.\.).+\.ts$/, 'is no source file of the workspace'))),
      ),
    }),
  ),
  v.minLength(1, 'is empty'),
);

/** @throws {PintagError} PT_RUNTIME_LAYERS */
export async function readLayers(root: string): Promise<readonly Layer[]> {
  const text = await readFile(join(root, layersFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return defaultLayers;
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), layersSchema), text);
  if (!result.success)
    throw new PintagError('PT_RUNTIME_LAYERS', {
      why: result.issues.map((issue) => `${v.getDotPath(issue) ?? layersFile} ${issue.message}`).join('; '),
    });
  const twice = repeated(result.output.flatMap(({ file, packages }) => [file, ...packages]));
  if (twice.length) throw new PintagError('PT_RUNTIME_LAYERS', { why: `${twice.join(', ')} is there twice` });
  const elsewhere = result.output.flatMap(({ packages, libraries = {} }) =>
    Object.keys(libraries).filter((name) => !packages.includes(name)),
  );
  if (elsewhere.length)
    throw new PintagError('PT_RUNTIME_LAYERS', { why: `the library ${elsewhere.join(', ')} is not among the packages of its layer` });
  return result.output;
}

/** Entry files of all libraries that the layers hold, by specifier. */
export const librariesOf = (layers: readonly Layer[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...layers.map(({ libraries }) => libraries));

/** The layer that has `specifier`; an exact mention counts more than a pattern. */
export const layerOf = (layers: readonly Layer[], specifier: string): Layer | undefined =>
  layers.find(({ packages }) => packages.includes(specifier)) ??
  layers.find(({ packages }) => packages.some((pattern) => pattern.endsWith('/*') && specifier.startsWith(pattern.slice(0, -1))));

/** What a bundler has to leave alone in a feature; esbuild takes a package to mean what is below it, too. */
export const externalPackages = (layers: readonly Layer[]): string[] => layers.flatMap(({ packages }) => packages);

/** `@angular/common/http` → `@angular/common` */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const repeated = (words: readonly string[]): string[] => [...new Set(words.filter((word, i) => words.indexOf(word) !== i))];
