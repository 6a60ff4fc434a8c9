import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type NameCost, seedNames, seededPackages } from './seed.ts';
import { usualNames } from './usual-names.ts';

/** Packages with the usual names, each of a few bytes, and in `@angular/core` what is to be judged. */
const judged = `
const shared = ${JSON.stringify('shared'.repeat(40))};
export const used = () => shared;
export const beside = () => shared + 1;
export const alone = () => ${JSON.stringify('alone'.repeat(100))};
export const ɵɵinstruction = () => 'instruction';
export const ɵprivate = () => 'private';
export const ɵɵngDeclareThing = () => 'for the compiler in the browser';
export const Component = () => 'decorator';
`;

async function workspace(): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pintag-seed-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, 'node_modules', path)), { recursive: true });
    await writeFile(join(root, 'node_modules', path), text);
  };
  const names = seededPackages.map((specifier) =>
    specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  );
  for (const name of new Set(names)) {
    const own = seededPackages.filter((specifier) => specifier === name || specifier.startsWith(`${name}/`));
    const exports = Object.fromEntries(
      own.map((specifier) => [`.${specifier.slice(name.length)}`, `./${specifier.replace(/\W/g, '_')}.mjs`]),
    );
    await write(`${name}/package.json`, JSON.stringify({ name, version: '22.1.7', type: 'module', sideEffects: false, exports }));
    for (const specifier of own) {
      const usual = (usualNames[specifier] ?? []).map((word) => `export const ${word} = () => '${word}';\n`).join('');
      await write(`${name}/${specifier.replace(/\W/g, '_')}.mjs`, `${usual}${specifier === '@angular/core' ? judged : ''}`);
    }
  }
  return root;
}

test('what is used, what is usual, and what costs little beside them', async () => {
  const costs: NameCost[] = [];
  const seeded = await seedNames({
    names: { '@angular/core': ['used'] },
    root: await workspace(),
    limit: 100,
    measured: (cost) => costs.push(cost),
  });

  const { '@angular/core': usual = [], ...others } = usualNames;
  expect(seeded['@angular/core']).toEqual(['beside', 'used', 'ɵɵinstruction', ...usual].sort());
  expect(seeded).toMatchObject(others);
  // What they share with names that are there anyway costs nothing more; decorators and private names are not even measured.
  expect(costs.map(({ name }) => name)).toEqual(['alone', 'beside', 'ɵɵinstruction']);
  expect(costs[0]!.bytes).toBeGreaterThan(500);
  expect(costs[1]!.bytes).toBeLessThan(50);
});
