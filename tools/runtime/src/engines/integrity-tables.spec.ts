import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { expect, test } from 'vitest';
import { defenceTable, policyTable } from './integrity-tables.ts';

const page = fileURLToPath(new URL('../../../../docs/integrity.md', import.meta.url));
const tables = { defences: defenceTable, policies: policyTable };

test('docs/integrity.md has the tables that the engines are held to; `-u` writes them', async () => {
  let text = await readFile(page, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const markers = new RegExp(`(<!-- ${name}: begin -->\n)[^]*(\n<!-- ${name}: end -->)`);
    expect(text).toMatch(markers);
    text = text.replace(markers, (_, begin: string, end: string) => `${begin}\n${table()}\n${end}`);
  }
  const options = { ...(await prettier.resolveConfig(page)), filepath: page };
  await expect(await prettier.format(text, options)).toMatchFileSnapshot(page);
});
