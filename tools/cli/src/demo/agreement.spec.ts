import { type ArtefactStore, indexKey, jsonObject, receiptKey, recordKey, versionsKey } from '@pintag/cdn';
import { createMemoryStore } from '@pintag/cdn/testing';
import { beforeEach, expect, test } from 'vitest';
import { findDisagreements } from './agreement.ts';

const commit = 'a'.repeat(40);
const base = {
  schema: 1,
  feature: 'calendar',
  version: '1.0.0',
  element: 'pt-calendar',
  commit,
  committedAt: '2026-11-22T09:00:00.000Z',
  entry: 'main.js',
};
const record = { ...base, status: 'released', digest: 'b'.repeat(64), files: [] };
const list = {
  schema: 1,
  feature: 'calendar',
  element: 'pt-calendar',
  versions: [{ version: '1.0.0', commit, committedAt: base.committedAt, entry: 'main.js', integrity: `sha384-${'A'.repeat(64)}`, size: 1 }],
};
const index = {
  schema: 1,
  features: [{ feature: 'calendar', element: 'pt-calendar', latest: '1.0.0', newest: '1.0.0', versions: 1, settled: 'c'.repeat(64) }],
};
const receipt = { schema: 1, feature: 'calendar', version: '1.0.0' };

let store: ArtefactStore;
const put = (key: string, value: unknown) => store.create(key, jsonObject(key, value));

beforeEach(() => {
  store = createMemoryStore();
});

test('a released version on which all agree is no disagreement', async () => {
  await put(recordKey('calendar', '1.0.0'), record);
  await put(receiptKey('calendar', '1.0.0'), receipt);
  await put(versionsKey('calendar'), list);
  await put(indexKey, index);

  expect(await findDisagreements(store, [{ name: 'calendar-v1.0.0', commit }])).toEqual([]);
});

test.each([
  { what: 'a tag that was never published', keys: [] as string[] },
  { what: 'a record that no list names', keys: ['record', 'receipt', 'index'] },
  { what: 'a version without a receipt', keys: ['record', 'list', 'index'] },
  { what: 'a list that index.json does not count', keys: ['record', 'receipt', 'list'] },
])('$what is one', async ({ keys }) => {
  if (keys.includes('record')) await put(recordKey('calendar', '1.0.0'), record);
  if (keys.includes('receipt')) await put(receiptKey('calendar', '1.0.0'), receipt);
  if (keys.includes('list')) await put(versionsKey('calendar'), list);
  if (keys.includes('index')) await put(indexKey, index);

  expect(await findDisagreements(store, [{ name: 'calendar-v1.0.0', commit }])).toMatchObject([
    { feature: 'calendar', tags: [`1.0.0 of ${commit}`] },
  ]);
});

test('a record whose tag is gone is one', async () => {
  await put(recordKey('calendar', '1.0.0'), record);
  await put(receiptKey('calendar', '1.0.0'), receipt);
  await put(versionsKey('calendar'), list);
  await put(indexKey, index);

  expect(await findDisagreements(store, [])).toMatchObject([{ feature: 'calendar', tags: [], records: [`1.0.0 of ${commit}`] }]);
});

test('a tag on another commit than the record says is one', async () => {
  await put(recordKey('calendar', '1.0.0'), record);
  await put(receiptKey('calendar', '1.0.0'), receipt);
  await put(versionsKey('calendar'), list);
  await put(indexKey, index);

  expect(await findDisagreements(store, [{ name: 'calendar-v1.0.0', commit: 'b'.repeat(40) }])).toHaveLength(1);
});
