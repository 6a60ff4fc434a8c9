/**
 * What built files import from packages, name by name. The bundler itself tells: each name that a file could mean is offered at an address of its own,
 * and the bundler's report lists the addresses that were needed. So a namespace (`import * as core`) counts for the members that are used, whatever a
 * minifier called it.
 */
import type { BundleFile } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { build, type Plugin } from 'esbuild';
import { mergeNames, type Names } from '../surface/surface.ts';

/**
 * @param files Scripts that a bundler made, packages left out; others are skipped.
 * @returns Every package that is imported, also when no name of it is.
 * @throws {PintagError} PT_RUNTIME_NAMESPACE when a namespace is used as a whole.
 * @example await collectNames([{ path: 'element.js', body: … }]) // { '@angular/core': ['signal', 'ɵɵdefineComponent'] }
 */
export async function collectNames(files: readonly BundleFile[]): Promise<Names> {
  const scripts = files.filter(({ path }) => path.endsWith('.js'));
  return mergeNames(...(await Promise.all(scripts.map(namesOf))));
}

async function namesOf({ path, body }: BundleFile): Promise<Names> {
  const text = new TextDecoder().decode(body);
  const names: Record<string, string[]> = {};
  const { metafile } = await build({
    stdin: { contents: text, loader: 'js' },
    plugins: [offerNames(wordsOf(text), (specifier) => (names[specifier] ??= []))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    treeShaking: true,
    tsconfigRaw: {},
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  for (const { path: address } of Object.values(metafile.outputs).flatMap(({ imports }) => imports)) {
    const [, specifier, name] = /^pintag-name:(.*)#(.*)$/.exec(address) ?? [];
    if (!specifier || !name) continue;
    if (name === whole) throw new PintagError('PT_RUNTIME_NAMESPACE', { file: path, specifier });
    (names[specifier] ??= []).push(name);
  }
  return names;
}

/** An export that no text mentions: only who takes the namespace as a whole needs it. */
const whole = 'pintag$whole';

/** Every word of a script, comments and strings included: a superset of the names that it imports. */
function wordsOf(text: string): string[] {
  const words = text.match(/(?:[\p{ID_Continue}$]|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]+\})+/gu) ?? [];
  const read = words.map((word) =>
    word.replace(/\\u(?:\{0*([0-9a-fA-F]{1,5})\}|([0-9a-fA-F]{4}))/g, (_, braced: string | undefined, four: string | undefined) =>
      String.fromCodePoint(Number.parseInt(braced ?? four!, 16)),
    ),
  );
  return [...new Set([...read, 'default'])].filter((word) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(word));
}

const offerNames = (words: readonly string[], imported: (specifier: string) => void): Plugin => ({
  name: 'offer-names',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /^pintag-name:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
    build.onResolve({ filter: /^[^.]/ }, ({ path }) => {
      imported(path);
      return { path, namespace: 'offered', sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: 'offered' }, ({ path }) => ({
      contents: [...words, whole].map((word) => `export { ${word} } from ${JSON.stringify(`pintag-name:${path}#${word}`)};`).join('\n'),
      loader: 'js',
    }));
  },
});
