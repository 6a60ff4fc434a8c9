import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { expect, test } from 'vitest';
import { policyTable } from './policy-table.ts';

const page = fileURLToPath(new URL('../../../../docs/integrity.md', import.meta.url));
const markers = /(<!-- policies: begin -->\n)[\s\S]*(\n<!-- policies: end -->)/;

test('docs/integrity.md has the table that the engines are held to; `-u` writes it', async () => {
  const text = await readFile(page, 'utf8');
  expect(text).toMatch(markers);
  const written = text.replace(markers, (_, begin: string, end: string) => `${begin}\n${policyTable()}\n${end}`);
  const options = { ...(await prettier.resolveConfig(page)), filepath: page };
  await expect(await prettier.format(written, options)).toMatchFileSnapshot(page);
});
