import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listApiTypes, renderApiTypes } from './api-types.ts';

const root = join(import.meta.dirname, '..');

test.each(listApiTypes(root))('$output is what its description generates', async (types) => {
  expect(readFileSync(join(root, types.output), 'utf8')).toBe(await renderApiTypes(root, types));
});

test('there are descriptions to compare', () => {
  expect(listApiTypes(root).map(({ output }) => output)).toContain('libs/questionnaire/src/api/schema.ts');
});
