/** One CloudFront key-value store, kept in a file: the entries, and an ETag for all of them. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const content = v.object({
  /** Last part of the ARN. */
  id: v.string(),
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
  modifiedAt: v.number(),
  /** Writes so far; the ETag is made of it. */
  version: v.number(),
  entries: v.array(v.tuple([v.string(), v.string()])),
});

export interface KeyValueChanges {
  readonly puts: readonly { readonly Key: string; readonly Value: string }[];
  readonly deletes: readonly string[];
}

export interface LocalKeyValues {
  readonly arn: string;
  etag(): string;
  entries(): ReadonlyMap<string, string>;
  /** Bytes of keys and values. */
  size(): number;
  /** Milliseconds since the epoch. */
  times(): { readonly createdAt: number; readonly modifiedAt: number };
  /** All of it or nothing, known at once and on disk when it returns. */
  update(changes: KeyValueChanges): Promise<void>;
}

export interface OpenKeyValuesOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly account: string;
  /** What it is called, in place of a name of its own. */
  readonly arn?: string;
}

export async function openKeyValues(root: string, { now, account, arn }: OpenKeyValuesOptions): Promise<LocalKeyValues> {
  await mkdir(root, { recursive: true });
  const path = join(root, 'key-values.json');
  const { id, createdAt, entries: stored, ...last } = await read(path, now);
  let { modifiedAt, version } = last;
  let entries = new Map(stored);
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    await writeFile(`${path}.new`, JSON.stringify({ id, createdAt, modifiedAt, version, entries: [...entries] }));
    await rename(`${path}.new`, path);
  };
  await write();
  return {
    arn: arn ?? `arn:aws:cloudfront::${account}:key-value-store/${id}`,
    etag: () => `KV${version.toString(36).toUpperCase().padStart(10, '0')}`,
    entries: () => entries,
    size: () => sizeOf(entries),
    times: () => ({ createdAt, modifiedAt }),
    update(changes) {
      entries = changed(entries, changes);
      version += 1;
      modifiedAt = now();
      return (writing = writing.then(write));
    },
  };
}

export function changed(entries: ReadonlyMap<string, string>, { puts, deletes }: KeyValueChanges): Map<string, string> {
  const next = new Map(entries);
  for (const { Key, Value } of puts) next.set(Key, Value);
  for (const key of deletes) next.delete(key);
  return next;
}

export const sizeOf = (entries: ReadonlyMap<string, string>): number =>
  [...entries].reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);

async function read(path: string, now: () => number): Promise<v.InferOutput<typeof content>> {
  try {
    return v.parse(content, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return { id: randomUUID(), createdAt: now(), modifiedAt: now(), version: 1, entries: [] };
  }
}
