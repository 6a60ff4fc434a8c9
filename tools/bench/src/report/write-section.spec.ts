import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeSection } from './write-section.ts';

test('replaces what is between the marks, again and again, and nothing else', async () => {
  const page = await pageOf('# A\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nend\n');
  await writeSection(page, 'figures', '| 1 |');
  await writeSection(page, 'figures', '| 2 |\n');
  expect(await readFile(page, 'utf8')).toBe('# A\n\n<!-- figures -->\n\n| 2 |\n\n<!-- /figures -->\n\nend\n');
});

test('a page without the marks is left alone', async () => {
  const page = await pageOf('# A\n');
  await expect(writeSection(page, 'figures', '| 1 |')).rejects.toMatchObject({ code: 'PT_USAGE' });
  expect(await readFile(page, 'utf8')).toBe('# A\n');
});

async function pageOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'page.md'), text);
  return join(folder, 'page.md');
}
