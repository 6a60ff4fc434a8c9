import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readAnswers } from './answers.ts';
import { pageFeatures, pages } from './page-features.ts';

const folder = fileURLToPath(new URL('features', import.meta.url));
const own = pageFeatures.filter(({ name }) => existsSync(join(folder, name)));

test('eight features are only here, each of 150 lines and more', () => {
  expect(own).toHaveLength(8);
  for (const { name } of own) {
    const sources = globSync(`${folder}/${name}/*.ts`).map((file) => readFileSync(file, 'utf8'));
    expect(sources.join('').split('\n').length, name).toBeGreaterThan(150);
  }
});

test('the pages have 1, 2, 5 and 10 different features', () => {
  expect(pages.map(({ size, features }) => [size, new Set(features).size])).toEqual([
    [1, 1],
    [1, 1],
    [2, 2],
    [5, 5],
    [10, 10],
  ]);
});

test('every address of an API that a feature here asks when it starts has an answer', async () => {
  const answers = await readAnswers(pageFeatures);
  for (const { name } of own) {
    const known = JSON.parse(readFileSync(join(folder, name, 'answers.json'), 'utf8')) as Record<string, unknown>;
    for (const path of Object.keys(known)) expect(answers.get(path), path).toEqual(known[path]);
    expect(Object.keys(known)).not.toEqual([]);
  }
});

test('sources and templates compile', { timeout: 120_000 }, async () => {
  const compiler = join(createRequire(import.meta.url).resolve('@angular/compiler-cli/package.json'), '../bundles/src/bin/ngc.js');
  const { all } = await execa(process.execPath, [compiler, '--noEmit', '-p', folder], { all: true, reject: false });
  expect(all).toBe('');
});
