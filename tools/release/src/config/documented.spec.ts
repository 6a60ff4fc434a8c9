import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variables } from './environment.ts';
import { configSchema } from './schema.ts';

const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');

test.each(variables.map(({ name, path }) => ({ name, field: path.join('.') })))(
  'docs/configuration.md says that $name sets $field',
  ({ name, field }) => {
    expect(page).toMatch(new RegExp(`\\| \`${name}\` \\| \`${field.replace('.', '\\.')}\``));
  },
);

test.each(Object.keys(configSchema.entries))('docs/configuration.md explains %s', (field) => {
  expect(page).toMatch(new RegExp(`^\\| \`${field}[\`.]`, 'm'));
});

test('docs/configuration.md names no variable that does not exist', () => {
  const named = [...page.matchAll(/`(PINTAG_[A-Z_]+)`/g)].map(([, name]) => name!);
  expect(named.filter((name) => name !== 'PINTAG_CHROMIUM' && !variables.some((one) => one.name === name))).toEqual([]);
});
