import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAll } from '../http/message.ts';
import type { LocalEvent } from '../log.ts';
import { createDraft, type ObjectMetadata, openObject } from './object-file.ts';
import { type ObjectFolder, openObjectFolder } from './object-folder.ts';

let root: string;
let told: LocalEvent[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pintag-object-'));
  told = [];
});
afterEach(() => rm(root, { recursive: true }));

const metadataOf = (key: string, body: Buffer, more: Partial<ObjectMetadata> = {}): ObjectMetadata => ({
  key,
  size: body.byteLength,
  etag: 'e',
  lastModified: 0,
  headers: {},
  userMetadata: {},
  checksums: {},
  checksumType: 'FULL_OBJECT',
  ...more,
});
const openFolder = () => openObjectFolder(root, (event) => told.push(event));
async function store(folder: ObjectFolder, key: string, body: Buffer): Promise<void> {
  const draft = await folder.draft();
  await draft.write(body);
  await folder.publish('b', draft, metadataOf(key, body), () => undefined);
}

test.each([
  ['an empty body', Buffer.alloc(0), {}],
  ['a body that ends like an object file', Buffer.from('\0\0\0\u0002{}PINTAGv1'), {}],
  ['metadata longer than one read', Buffer.from('x'), { userMetadata: { a: 'é'.repeat(5_000) } }],
] as const)('%s comes back as it was', async (_what, body, more) => {
  const path = join(root, 'object');
  const draft = await createDraft(join(root, 'draft'));
  await draft.write(body);
  await (
    await draft.finish(metadataOf('k', body, more))
  )(path);

  const object = await openObject(path);
  expect(object?.metadata).toEqual(metadataOf('k', body, more));
  expect(await readAll(object?.read())).toEqual(body);
});

test('an open object stays what it was while its key is written and removed', async () => {
  const folder = await openFolder();
  await folder.createBucket('b');
  await store(folder, 'k', Buffer.from('first'));
  const open = await folder.open('b', 'k');
  await store(folder, 'k', Buffer.from('second'));
  await folder.remove('b', 'k', () => undefined);

  expect((await readAll(open?.read())).toString()).toBe('first');
  expect(await folder.open('b', 'k')).toBeUndefined();
});

test.each([
  ['left before the first byte', 0],
  ['left after it', 1],
])('a reader who has %s leaves no open file', async (_what, steps) => {
  const folder = await openFolder();
  await folder.createBucket('b');
  await store(folder, 'k', Buffer.alloc(200_000));
  const open = await folder.open('b', 'k');
  const iterator = open!.read()[Symbol.asyncIterator]();
  for (let step = 0; step < steps; step++) await iterator.next();
  await iterator.return?.();

  // The descriptor of a closed file is -1.
  await expect(readAll(open!.read())).rejects.toThrow(RangeError);
});

const objectPath = async (): Promise<string> => {
  const files = await readdir(join(root, 'buckets', 'b'), { recursive: true, withFileTypes: true });
  const file = files.find((entry) => entry.isFile())!;
  return join(file.parentPath, file.name);
};

test.each([
  ['cut off', (path: string) => truncate(path, 50)],
  ['emptied', (path: string) => truncate(path, 0)],
  ['cut off at the front', async (path: string) => writeFile(path, (await readFile(path)).subarray(10))],
  ['overwritten', (path: string) => writeFile(path, 'something else'.repeat(100))],
])('a file that was %s is left out, and said so; the key can be written again', async (_what, damage) => {
  const first = await openFolder();
  await first.createBucket('b');
  await store(first, 'k', Buffer.alloc(1_000, 'x'));
  await damage(await objectPath());

  const second = await openFolder();
  expect(told).toMatchObject([{ level: 'warn', message: expect.stringContaining(await objectPath()) }]);
  expect(await second.open('b', 'k')).toBeUndefined();
  expect(second.list('b', { prefix: '', delimiter: '', after: '', skipGroup: false, limit: 10 }).items).toEqual([]);
  await store(second, 'k', Buffer.from('anew'));
  expect((await readAll((await second.open('b', 'k'))?.read())).toString()).toBe('anew');
});

test('what a killed process left half written is gone after the start', async () => {
  const first = await openFolder();
  await first.createBucket('b');
  await store(first, 'k', Buffer.from('x'));
  await copyFile(await objectPath(), join(root, 'drafts', 'left'));
  await openFolder();
  expect(await readdir(join(root, 'drafts'))).toEqual([]);
});
