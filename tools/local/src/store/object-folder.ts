/**
 * Buckets, objects and unfinished uploads in a folder:
 * `buckets/<bucket>/<two hex digits>/<hex SHA-256 of the key>`, `uploads/<id>/…`, `drafts/…`. Keys are in the files, never in their names,
 * so that no key leaves the folder and no two keys meet.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { createKeyIndex, type KeyIndex, type ListItem, type ListQuery } from './key-index.ts';
import { createLocks } from './locks.ts';
import { createDraft, type Draft, type ObjectMetadata, openObject, type OpenObject } from './object-file.ts';

/** Throws when a write must not happen; called with what is stored at that moment, while no one else can write the key. */
export type WriteCondition = (current: { readonly etag: string } | undefined) => void;

export interface ObjectFolder {
  readonly root: string;
  /** Names, sorted. */
  buckets(): readonly string[];
  hasBucket(bucket: string): boolean;
  /** @returns `false` when it is there already. */
  createBucket(bucket: string): Promise<boolean>;
  /** @returns `false` when it still holds objects. */
  deleteBucket(bucket: string): Promise<boolean>;
  draft(): Promise<Draft>;
  /** Makes the draft the object, if `condition` lets it: exactly one of several who want the key to be absent succeeds. */
  publish(bucket: string, draft: Draft, metadata: ObjectMetadata, condition: WriteCondition): Promise<void>;
  open(bucket: string, key: string): Promise<OpenObject | undefined>;
  remove(bucket: string, key: string, condition: WriteCondition): Promise<void>;
  list(bucket: string, query: ListQuery): { readonly items: readonly ListItem[]; readonly truncated: boolean };
}

/** Opens the folder, clears what a killed process left half written, and reads which keys there are. */
export async function openObjectFolder(root: string, log: Log): Promise<ObjectFolder> {
  const bucketsFolder = join(root, 'buckets');
  const drafts = join(root, 'drafts');
  await rm(drafts, { recursive: true, force: true });
  await Promise.all([bucketsFolder, drafts].map((folder) => mkdir(folder, { recursive: true })));
  const indexes = new Map<string, KeyIndex>();
  for (const entry of await readdir(bucketsFolder, { withFileTypes: true })) {
    if (entry.isDirectory()) indexes.set(entry.name, await readIndex(join(bucketsFolder, entry.name), log));
  }

  const locks = createLocks();
  const indexOf = (bucket: string): KeyIndex => {
    const index = indexes.get(bucket);
    if (!index) throw new TypeError(`There is no bucket ${bucket}.`);
    return index;
  };
  const folderOf = (bucket: string, key: string) => join(bucketsFolder, bucket, hashOf(key).slice(0, 2));
  const pathOf = (bucket: string, key: string) => join(folderOf(bucket, key), hashOf(key));

  return {
    root,
    buckets: () => [...indexes.keys()].sort(),
    hasBucket: (bucket) => indexes.has(bucket),
    createBucket: (bucket) =>
      locks.hold(bucket, async () => {
        if (indexes.has(bucket)) return false;
        await mkdir(join(bucketsFolder, bucket));
        indexes.set(bucket, createKeyIndex());
        return true;
      }),
    deleteBucket: (bucket) =>
      locks.hold(bucket, async () => {
        if (indexOf(bucket).size > 0) return false;
        indexes.delete(bucket);
        await rm(join(bucketsFolder, bucket), { recursive: true });
        return true;
      }),
    draft: () => createDraft(join(drafts, randomUUID())),
    publish: (bucket, draft, metadata, condition) =>
      locks.hold(`${bucket}/${metadata.key}`, async () => {
        const index = indexOf(bucket);
        condition(index.get(metadata.key));
        const move = await draft.finish(metadata);
        await mkdir(folderOf(bucket, metadata.key), { recursive: true });
        await move(pathOf(bucket, metadata.key));
        index.set(metadata);
      }),
    open: async (bucket, key) => (indexOf(bucket).get(key) ? openObject(pathOf(bucket, key)) : undefined),
    remove: (bucket, key, condition) =>
      locks.hold(`${bucket}/${key}`, async () => {
        const index = indexOf(bucket);
        condition(index.get(key));
        await rm(pathOf(bucket, key), { force: true });
        index.delete(key);
      }),
    list: (bucket, query) => indexOf(bucket).list(query),
  };
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Files that are read at a time. */
const parallel = 32;

async function readIndex(folder: string, log: Log): Promise<KeyIndex> {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const present: ObjectMetadata[] = [];
  const left = paths.values();
  const read = async () => {
    for (const path of left) {
      try {
        const object = await openObject(path);
        if (!object) continue;
        await object.close();
        present.push(object.metadata);
      } catch (error) {
        // Left where it is for a person to look at; to everybody else the key does not exist.
        log({ level: 'warn', step: 'local', message: `Left out ${path}: ${error instanceof Error ? error.message : String(error)}` });
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, read));
  return createKeyIndex(present);
}
