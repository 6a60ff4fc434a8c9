import { expect, test } from 'vitest';
import { docsFile, jsonSchemaText } from '../testing/json-schema.ts';
import { reconcileSchema } from './reconcile-schema.ts';

const file = docsFile('reconcile.schema.json');

test('the documented schema is ours; `vitest run <this file> -u` writes it', async () => {
  await expect(await jsonSchemaText(reconcileSchema, { id: 'urn:pintag:reconcile:1', file })).toMatchFileSnapshot(file);
});
