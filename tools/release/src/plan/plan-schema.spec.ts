import { readFile } from 'node:fs/promises';
import type * as v from 'valibot';
import { expect, expectTypeOf, test } from 'vitest';
import { docsFile, jsonSchemaText } from '../testing/json-schema.ts';
import type { Plan } from './plan.ts';
import { planSchema } from './plan-schema.ts';

const file = docsFile('plan.schema.json');

test('the documented schema is the one that plans are read by; `vitest run <this file> -u` writes it', async () => {
  await expect(await jsonSchemaText(planSchema, { id: 'urn:pintag:plan:1', file })).toMatchFileSnapshot(file);
});

test('the type, the schema and the documentation name the same fields', async () => {
  expectTypeOf<v.InferOutput<typeof planSchema>>().toEqualTypeOf<Mutable<Plan>>();
  expect(undescribed(JSON.parse(await readFile(file, 'utf8')))).toEqual([]);
});

type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** Paths of the fields that nobody explains. */
function undescribed(schema: Record<string, unknown>, path = ''): string[] {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>);
  const items = schema['items'] as Record<string, unknown> | undefined;
  return [
    ...fields.flatMap(([name, field]) => [
      ...('description' in field ? [] : [`${path}/${name}`]),
      ...undescribed(field, `${path}/${name}`),
    ]),
    ...(items ? undescribed(items, `${path}/*`) : []),
  ];
}
