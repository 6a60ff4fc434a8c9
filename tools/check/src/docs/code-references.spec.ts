import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../host-pages/repository-root.ts';
import { countReferences, relink } from './code-references.ts';

const read = (file: string) => readFile(path.join(repositoryRoot, file), 'utf8');

test.each(['docs/how-a-release-works.md'])('every line that %s names is where it says; `-u` writes where it is', async (page) => {
  const markdown = await read(page);
  expect(countReferences(markdown)).toBe(markdown.match(/#L\d+\)/g)?.length);
  await expect(await relink(markdown, read)).toMatchFileSnapshot(path.join(repositoryRoot, page));
});

test('a line that is gone is named', async () => {
  const markdown = '[a.ts](../a.ts#L1) `there`, and [a.ts](../a.ts#L9)\n  ``two `ticks` ``';
  expect(await relink(markdown, async () => 'x\nis there\nhas two `ticks` in it')).toBe(
    '[a.ts](../a.ts#L2) `there`, and [a.ts](../a.ts#L3)\n  ``two `ticks` ``',
  );
  await expect(relink(markdown, async () => 'x\nis there')).rejects.toThrow('No line of a.ts has two `ticks`');
});
