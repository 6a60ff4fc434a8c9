import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { digestFolders, keepIn } from './keep.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('the same ingredients are used once, also by a later run; others make something else', async () => {
  const path = await folder();
  const made: string[] = [];
  const make = (body: string) => async () => {
    made.push(body);
    return { files: [{ path: 'a.js', body: Buffer.from(body) }] };
  };
  const first = await keepIn(path, () => {}).once('a page', { of: 1 }, make('one'));
  const again = await keepIn(path, () => {}).once('a page', { of: 1 }, make('two'));
  await keepIn(path, () => {}).once('a page', { of: 2 }, make('three'));
  expect(made).toEqual(['one', 'three']);
  expect([first, again].map(({ files }) => Buffer.from(files[0]!.body).toString())).toEqual(['one', 'one']);
});

test('what fails is not kept', async () => {
  const keep = keepIn(await folder(), () => {});
  await expect(keep.once('build', 1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await keep.once('build', 1, async () => 'yes')).toBe('yes');
});

test('a digest of folders follows names and content, and nothing that is left out', async () => {
  const path = await folder();
  await mkdir(join(path, 'in'));
  await writeFile(join(path, 'in', 'a.ts'), 'a');
  const before = await digestFolders([path]);
  await writeFile(join(path, 'in', 'a.spec.ts'), 'test');
  expect(await digestFolders([path], (file) => file.endsWith('.spec.ts'))).toBe(before);
  expect(await digestFolders([path])).not.toBe(before);
  await writeFile(join(path, 'in', 'a.ts'), 'b');
  expect(await digestFolders([path], (file) => file.endsWith('.spec.ts'))).not.toBe(before);
});
