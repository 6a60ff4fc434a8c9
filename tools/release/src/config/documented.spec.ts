import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variables } from './environment.ts';
import { configSchema } from './schema.ts';

const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
/** The cells of every table row, without the padding that the formatter adds. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test.each(variables.map(({ name, path }) => ({ name, field: path.join('.') })))(
  'docs/configuration.md says that $name sets $field',
  ({ name, field }) => {
    const row = rows.find(([, first]) => first === `\`${name}\``);
    expect(row?.[2]).toMatch(new RegExp(`^\`${RegExp.escape(field)}\``));
  },
);

test.each(Object.keys(configSchema.entries))('docs/configuration.md explains %s', (field) => {
  expect(rows.some(([, first]) => first?.startsWith(`\`${field}\``) || first?.startsWith(`\`${field}.`))).toBe(true);
});

test('docs/configuration.md names no variable that does not exist', () => {
  const named = [...page.matchAll(/`(PINTAG_[A-Z_]+)`/g)].map(([, name]) => name!);
  expect(named.filter((name) => name !== 'PINTAG_CHROMIUM' && !variables.some((one) => one.name === name))).toEqual([]);
});
