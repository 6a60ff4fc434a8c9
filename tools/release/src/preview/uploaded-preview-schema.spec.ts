import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { docsFile, jsonSchemaText, validate } from '../testing/json-schema.ts';
import { uploadedPreviewSchema } from './uploaded-preview-schema.ts';

const file = docsFile('uploaded-preview.schema.json');

test('docs/uploaded-preview.schema.json says what is printed', async () => {
  await expect(await jsonSchemaText(uploadedPreviewSchema, { id: 'urn:pintag:uploaded-preview:1', file })).toMatchFileSnapshot(file);
});

const feature = {
  feature: 'calendar',
  element: 'pt-calendar',
  status: 'uploaded',
  url: 'https://cdn.example.com/x',
  integrity: `sha384-${'A'.repeat(64)}`,
};
const preview = { schema: 1, pr: 7, sha: '0a1b2c3', path: '/elements/_preview/pr-7/0a1b2c3/', features: [feature] };

test('what is printed fits it', async () => {
  expect(validate(await readFile(file, 'utf8'), preview)).toEqual([]);
  expect(v.is(uploadedPreviewSchema, preview)).toBe(true);
});

test.each([
  ['a feature that is markup', { ...preview, features: [{ ...feature, feature: 'x"><script>' }] }],
  ['an element that is markup', { ...preview, features: [{ ...feature, element: 'pt-x onclick=1' }] }],
  ['an integrity with more behind it', { ...preview, features: [{ ...feature, integrity: `${feature.integrity}" onload="1` }] }],
  ['a commit that leads elsewhere', { ...preview, sha: '../../v1.0.0' }],
  ['no number of a pull request', { ...preview, pr: 1.5 }],
])('%s is refused', (_, value) => {
  expect(v.is(uploadedPreviewSchema, value)).toBe(false);
});
