/** Makes the text of `main.js`: the loader of src/loader as one classic script, its table inside. */
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import type { LoaderTable } from './loader-table.ts';

const loader = fileURLToPath(new URL('../loader/loader.ts', import.meta.url));

/** The same text for the same table. */
export async function loaderText(table: LoaderTable): Promise<string> {
  // Not esbuild, which builds the rest: what this one makes of the loader is 40 bytes smaller.
  await using bundle = await rolldown({
    input: loader,
    plugins: [withTable(table)],
    platform: 'browser',
    transform: { target: 'es2022' },
    // Not the tsconfig.json that happens to lie around it.
    tsconfig: false,
  });
  // A classic script shares one scope with all others of the page; a function of its own keeps that clean.
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: false });
  return output[0].code;
}

const withTable = (table: LoaderTable): Plugin => ({
  name: 'table',
  load: {
    filter: { id: /[\\/]loader[\\/]table\.ts$/ },
    handler: () =>
      Object.entries(table)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n'),
  },
});
