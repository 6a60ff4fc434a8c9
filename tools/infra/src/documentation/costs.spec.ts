import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { assumptions, costTable, monthlyCosts, prices } from './costs.ts';

const path = fileURLToPath(new URL('../../../../docs/aws.md', import.meta.url));
const section = /(<!-- costs -->\n)[\s\S]*(<!-- \/costs -->)/;

test('docs/aws.md has the table that the prices and assumptions make', async () => {
  const page = await readFile(path, 'utf8');
  expect(page).toMatch(section);
  const made = page.replace(section, (_, start: string, end: string) => `${start}\n${costTable([1e6, 100e6])}\n\n${end}`);
  await expect(await format(made, { ...(await resolveConfig(path)), parser: 'markdown' })).toMatchFileSnapshot(path);
});

test('docs/aws.md states every price and every assumption', async () => {
  const page = await readFile(path, 'utf8');
  const unsaid = [...Object.values(prices), assumptions.kilobytesPerAnswer, assumptions.storedGb].filter(
    (value) => !page.includes(String(value)),
  );
  expect(unsaid).toEqual([]);
});

test('what is given for free is never paid for, and never earned', () => {
  for (const requests of [0, 1e6, 100e6]) {
    for (const { dollars, withFree } of monthlyCosts(requests)) {
      expect(withFree).toBeGreaterThanOrEqual(0);
      expect(withFree).toBeLessThanOrEqual(dollars);
    }
  }
});

test('a hundred times the requests cost a hundred times what is counted by request', () => {
  const [transfer, asked] = monthlyCosts(100e6);
  expect([transfer!.dollars, asked!.dollars].map(Math.round)).toEqual([170, 100]);
});
