/** Makes the text of `main.js`: the loader of src/loader as one classic script, its table inside. */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { LoaderTable } from './loader-table.ts';

const loader = fileURLToPath(new URL('../loader/loader.ts', import.meta.url));

/** The same text for the same table. */
export async function loaderText(table: LoaderTable): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [loader],
    plugins: [withTable(table)],
    bundle: true,
    minify: true,
    // A classic script shares one scope with all others of the page; a function of its own keeps that clean.
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    // Not the tsconfig.json that happens to lie around it.
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles[0]!.text;
}

const withTable = (table: LoaderTable): Plugin => ({
  name: 'table',
  setup(build) {
    const contents = Object.entries(table).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
    build.onLoad({ filter: /[\\/]loader[\\/]table\.ts$/ }, () => ({ contents: contents.join('\n'), loader: 'js' }));
  },
});
