/** A store in memory whose bucket somebody owns: what no release may do, its owner can. */
import type { ArtefactStore, ObjectContent } from '@pintag/cdn';
import { createMemoryStore } from '@pintag/cdn/testing';
import { contentFor } from '../publish/stored-content.ts';

export type StoreContents = ReadonlyMap<string, ObjectContent>;

export interface OwnedStore extends ArtefactStore {
  remove(key: string): Promise<void>;
  replace(key: string, body: Uint8Array | string): Promise<void>;
  /** @throws {Error} nothing is there */
  text(key: string): Promise<string>;
  contents(): Promise<StoreContents>;
  /** Everything else is gone then. */
  restore(contents: StoreContents): Promise<void>;
}

export function createOwnedStore(): OwnedStore {
  let inner = createMemoryStore();
  const contents = async (): Promise<StoreContents> => {
    const found = new Map<string, ObjectContent>();
    for await (const key of inner.list('')) found.set(key, (await inner.read(key))!);
    return found;
  };
  const restore = async (kept: StoreContents): Promise<void> => {
    const store = createMemoryStore();
    for (const [key, content] of kept) await store.create(key, content);
    inner = store;
  };
  const remove = async (key: string): Promise<void> => {
    await restore(new Map([...(await contents())].filter(([other]) => other !== key)));
  };
  return {
    create: (key, object) => inner.create(key, object),
    compareAndSet: (key, object, etag) => inner.compareAndSet(key, object, etag),
    read: (key) => inner.read(key),
    list: (prefix) => inner.list(prefix),
    contents,
    restore,
    remove,
    async replace(key, body) {
      await remove(key);
      await inner.create(key, contentFor(key, Buffer.from(body)));
    },
    async text(key) {
      const stored = await inner.read(key);
      if (!stored) throw new Error(`There is no ${key}.`);
      return Buffer.from(stored.body).toString();
    },
  };
}
