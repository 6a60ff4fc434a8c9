import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { addUp, bundlerOwn, contributionsOf, growthOf } from './contributions.ts';

async function bundled(files: Readonly<Record<string, string>>): Promise<{ readonly script: string; readonly map: string }> {
  const root = await mkdtemp(join(tmpdir(), 'pintag-size-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['libs/calendar/src/element.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    sourcemap: 'external',
    outfile: 'element.js',
    write: false,
    charset: 'utf8',
    tsconfigRaw: {},
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { script: textOf('.js'), map: textOf('.map') };
}

const sources = {
  'libs/calendar/src/element.ts': `import { months } from './months.ts';\nimport { pad } from '@acme/pad';\nexport const define = () => months.map((month) => pad(month));\n`,
  'libs/calendar/src/months.ts': `export const months = ['January', 'February', '三月'];\n`,
  'node_modules/@acme/pad/package.json': '{"name":"@acme/pad","version":"1.0.0","main":"index.js"}',
  'node_modules/@acme/pad/index.js': `export { pad } from './lib/pad.js';\n`,
  'node_modules/@acme/pad/lib/pad.js': `export const pad = (text) => text.padStart(20, '.');\n`,
};

test('every byte of a bundle is counted for the source it comes from, a package as one', async () => {
  const { script, map } = await bundled(sources);
  const found = contributionsOf(script, map)!;
  expect([...found.keys()].sort()).toEqual(['@acme/pad', 'libs/calendar/src/element.ts', 'libs/calendar/src/months.ts']);
  expect([...found.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(Buffer.byteLength(script));
  expect(found.get('libs/calendar/src/months.ts')).toBeGreaterThan(Buffer.byteLength('"January","February","三月"'));
});

test('what grew is named first, what is new with it, what shrank last', async () => {
  const before = await bundled(sources);
  const now = await bundled({
    ...sources,
    'libs/calendar/src/months.ts': `export const months = ['January'];\n`,
    'node_modules/@acme/pad/lib/pad.js': `export const pad = (text) => text.padStart(20, '${'.'.repeat(100)}');\n`,
  });
  const growth = growthOf(contributionsOf(now.script, now.map)!, contributionsOf(before.script, before.map)!);
  expect(growth[0]).toMatchObject({ input: '@acme/pad' });
  expect(growth[0]!.bytes - growth[0]!.before).toBeGreaterThanOrEqual(99);
  expect(growth.at(-1)).toMatchObject({ input: 'libs/calendar/src/months.ts' });
  expect(growthOf(contributionsOf(now.script, now.map)!, contributionsOf(now.script, now.map)!)).toEqual([]);
});

test('what comes from no source is the own of the bundler', () => {
  const map = JSON.stringify({ version: 3, sources: ['../../libs/a.ts', null], mappings: 'GAAA,ECAA,E' });
  expect(contributionsOf('abcdefgh\ni', map)).toEqual(
    new Map([
      [bundlerOwn, 3 + 3 + 1 + 1],
      ['libs/a.ts', 2],
    ]),
  );
});

test('what imports the runtime is called so', () => {
  const map = JSON.stringify({ version: 3, sources: ['runtime-file:angular.js'], mappings: 'AAAA' });
  expect([...contributionsOf('import{a}from"x"', map)!.keys()]).toEqual(['imports of angular.js']);
});

test('what is no source map says nothing', () => {
  expect(contributionsOf('x', '{"version":3}')).toBeUndefined();
  expect(contributionsOf('x', 'not here')).toBeUndefined();
});

test('several scripts add up', () => {
  expect(
    addUp([
      new Map([['a', 1]]),
      new Map([
        ['a', 2],
        ['b', 3],
      ]),
    ]),
  ).toEqual(
    new Map([
      ['a', 3],
      ['b', 3],
    ]),
  );
});
