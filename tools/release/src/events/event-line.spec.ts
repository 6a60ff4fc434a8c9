import { readFile } from 'node:fs/promises';
import { expect, expectTypeOf, test } from 'vitest';
import type { FeatureResult } from '../run/feature-result.ts';
import type { LogEvent } from './log.ts';
import type { FeatureMoved, ReleaseEvent } from './release-event.ts';
import { docsFile, jsonSchemaText } from '../testing/json-schema.ts';
import { type EventBody, type EventLine, eventLineSchema } from './event-line.ts';

const file = docsFile('release-events.schema.json');

test('the documented schema is the one of the types; `vitest run <this file> -u` writes it', async () => {
  await expect(await jsonSchemaText(eventLineSchema, { id: 'urn:pintag:release-event:1', file })).toMatchFileSnapshot(file);
});

test('whatever a release tells can be a line', () => {
  type Told<N extends EventLine['event']> = Omit<Extract<EventBody, { event: N }>, 'event'>;
  expectTypeOf<Omit<LogEvent, 'level'>>().toExtend<Loose<Told<'message'>>>();
  expectTypeOf<Omit<FeatureResult, 'stack'>>().toExtend<Loose<Told<'result'>>>();
  expectTypeOf<Exclude<ReleaseEvent, FeatureMoved>>().toExtend<Loose<Extract<EventBody, { event: 'planned' | 'replanning' }>>>();
  // The stream adds the step.
  expectTypeOf<Omit<FeatureMoved, 'event'>>().toExtend<Loose<Omit<Told<'feature'>, 'step'>>>();
});

test('every field is explained', async () => {
  const schema = JSON.parse(await readFile(file, 'utf8')) as { readonly anyOf: readonly Record<string, unknown>[] };
  expect(schema.anyOf.flatMap((event) => undescribed(event))).toEqual([]);
});

type Loose<T> = T extends readonly (infer E)[] ? readonly Loose<E>[] : T extends object ? { readonly [K in keyof T]: Loose<T[K]> } : T;

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
