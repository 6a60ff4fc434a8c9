/** What every backend promises, as tests. Call it in the backend's own spec: `describeStore('memory', createMemoryStore)`. */
import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { type ArtefactStore, KeyTaken, type ObjectContent } from './artefact-store.ts';
import { describeS3 } from './s3-contract.ts';
import type { S3Quirk } from './s3-quirks.ts';

export interface StoreContractOptions {
  /** What the backend is known to lack. Each lack is asserted: a backend that has learnt it fails until the declaration goes. */
  readonly lacks?: readonly S3Quirk[];
  /** Of an S3 backend: a client that works around nothing, to look beneath the store. */
  readonly s3?: () => Promise<{ readonly client: S3Client; readonly bucket: string }>;
}

/** @param open an open store; it need not be empty, because every test has keys of its own. */
export function describeStore(
  backend: string,
  open: () => ArtefactStore | Promise<ArtefactStore>,
  { lacks = [], s3 }: StoreContractOptions = {},
): void {
  describe(`${backend} as a store`, () => {
    test('eight writers of one new key: one creates it, the others are told', async () => {
      const store = await open();
      const key = newKey();
      const writes = await Promise.allSettled(writers(8).map((writer) => store.create(key, text(`${writer}`))));

      expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const write of writes) if (write.status === 'rejected') expect(write.reason).toBeInstanceOf(KeyTaken);
      expect(await bodyOf(store, key)).toBe(`${writes.findIndex(({ status }) => status === 'fulfilled')}`);
    });

    test('eight writers of the same bytes: one creates them, for the others they are identical', async () => {
      const store = await open();
      const key = newKey();
      const writes = await Promise.all(writers(8).map(() => store.create(key, text('a'))));

      expect(writes.sort()).toEqual(['created', ...Array<string>(7).fill('identical')]);
    });

    test('creating the same bytes again changes nothing', async () => {
      const store = await open();
      const key = newKey();
      expect(await store.create(key, text('a'))).toBe('created');
      const before = await store.read(key);

      expect(await store.create(key, text('a'))).toBe('identical');
      expect(await store.read(key)).toEqual(before);
    });

    test('other bytes for a taken key are refused, by name, and change nothing', async () => {
      const store = await open();
      const key = newKey();
      await store.create(key, text('a'));

      await expect(store.create(key, text('b'))).rejects.toMatchObject({ name: 'KeyTaken', key });
      await expect(store.create(key, text(''))).rejects.toBeInstanceOf(KeyTaken);
      expect(await bodyOf(store, key)).toBe('a');
    });

    test('what a stored object consists of comes back', async () => {
      const store = await open();
      const key = newKey('main.js.br');
      const object = {
        body: Uint8Array.of(0, 255, 13, 10, 128, 0),
        contentType: 'text/javascript; charset=utf-8',
        cacheControl: 'public, max-age=31536000, immutable',
        contentEncoding: 'br',
      };
      await store.create(key, object);

      const { etag, ...content } = (await store.read(key))!;
      expect({ ...content, body: [...content.body] }).toEqual({ ...object, body: [...object.body] });
      expect(etag).not.toBe('');
    });

    test('no encoding is no encoding, not an empty one', async () => {
      const store = await open();
      const key = newKey();
      await store.create(key, text('a'));

      expect(await store.read(key)).not.toHaveProperty('contentEncoding');
    });

    test('compareAndSet replaces the headers with the body', async () => {
      const store = await open();
      const key = newKey();
      await store.create(key, { ...text('a'), contentEncoding: 'br' });
      const { etag } = (await store.read(key))!;

      expect(await store.compareAndSet(key, { ...text('b'), contentType: 'application/json' }, etag)).toBe(true);
      expect(await store.read(key)).toMatchObject({ contentType: 'application/json', cacheControl: 'no-cache' });
      expect(await store.read(key)).not.toHaveProperty('contentEncoding');
    });

    test('a missing key is undefined, also where other keys begin with it', async () => {
      const store = await open();
      const key = newKey();
      await store.create(`${key}/below`, text('a'));

      expect(await store.read(key)).toBeUndefined();
      expect(await store.read(`${key}/below/that`)).toBeUndefined();
    });

    test('an empty body', async () => {
      const store = await open();
      const key = newKey();

      expect(await store.create(key, text(''))).toBe('created');
      expect(await store.create(key, text(''))).toBe('identical');
      expect(await bodyOf(store, key)).toBe('');
    });

    test('five megabytes', async () => {
      const store = await open();
      const key = newKey();
      const body = Buffer.alloc(5 * 1024 * 1024, 'pintag');
      const object = { ...text(''), body };

      expect(await store.create(key, object)).toBe('created');
      expect(Buffer.compare((await store.read(key))!.body, body)).toBe(0);
      expect(await store.create(key, object)).toBe('identical');
    });

    test.each(oddKeys)('a key is kept as it is: %j', async (odd) => {
      const store = await open();
      const folder = `${newKey()}/`;
      const key = folder + odd;
      await store.create(key, text(odd));

      expect(await bodyOf(store, key)).toBe(odd);
      expect(await keysOf(store, folder)).toEqual([key]);
      expect(await store.compareAndSet(key, text('changed'), (await store.read(key))!.etag)).toBe(true);
      expect(await bodyOf(store, key)).toBe('changed');
    });

    describeList(open);
    describeCompareAndSet(open);
  });

  if (s3) describeS3(backend, s3, lacks);
}

function describeList(open: () => ArtefactStore | Promise<ArtefactStore>): void {
  test('a list is in UTF-8 order, of its prefix alone', async () => {
    const store = await open();
    const folder = newKey();
    const names = ['b', 'a/b', 'a', 'B', 'a-b', 'é', '\u{1F600}', '\uFF5E', '10', '9'];
    await Promise.all(
      [...names.map((name) => `${folder}/${name}`), `${folder}x/a`, `${folder}`].map((key) => store.create(key, text('a'))),
    );

    const sorted = names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await keysOf(store, `${folder}/`)).toEqual(sorted.map((name) => `${folder}/${name}`));
    expect(await keysOf(store, `${folder}/a`)).toEqual(['a', 'a-b', 'a/b'].map((name) => `${folder}/${name}`));
  });

  test('a list of nothing is empty', async () => {
    expect(await keysOf(await open(), `${newKey()}/`)).toEqual([]);
  });

  test('a list goes on after the first thousand', async () => {
    const store = await open();
    const folder = newKey();
    const keys = Array.from({ length: 1005 }, (_, n) => `${folder}/${String(n).padStart(4, '0')}`);
    for (let start = 0; start < keys.length; start += 32) {
      await Promise.all(keys.slice(start, start + 32).map((key) => store.create(key, text('a'))));
    }

    expect(await keysOf(store, `${folder}/`)).toEqual(keys);
  });

  test('a key is listed as soon as its write has returned', async () => {
    const store = await open();
    const folder = newKey();
    for (const name of ['1', '2', '3']) {
      await store.create(`${folder}/${name}`, text('a'));
      expect((await keysOf(store, `${folder}/`)).at(-1)).toBe(`${folder}/${name}`);
    }
  });
}

function describeCompareAndSet(open: () => ArtefactStore | Promise<ArtefactStore>): void {
  test('without an ETag it creates, once', async () => {
    const store = await open();
    const key = newKey();

    expect(await store.compareAndSet(key, text('a'), undefined)).toBe(true);
    expect(await store.compareAndSet(key, text('b'), undefined)).toBe(false);
    expect(await store.compareAndSet(key, text('a'), undefined)).toBe(false);
    expect(await bodyOf(store, key)).toBe('a');
  });

  test('a stale ETag loses', async () => {
    const store = await open();
    const key = newKey();
    await store.create(key, text('a'));
    const seen = (await store.read(key))!.etag;

    expect(await store.compareAndSet(key, text('b'), seen)).toBe(true);
    expect(await store.compareAndSet(key, text('c'), seen)).toBe(false);
    // The bytes it wanted are there, but another writer put them: counting this as a success would lose an update.
    expect(await store.compareAndSet(key, text('b'), seen)).toBe(false);
    expect(await bodyOf(store, key)).toBe('b');
  });

  test('an ETag loses on a key that does not exist', async () => {
    const store = await open();
    const key = newKey();
    await store.create(key, text('a'));
    const { etag } = (await store.read(key))!;

    expect(await store.compareAndSet(newKey(), text('b'), etag)).toBe(false);
  });

  test('the ETag stays while the object does, and changes with its bytes', async () => {
    const store = await open();
    const key = newKey();
    await store.create(key, text('a'));
    const first = (await store.read(key))!.etag;
    expect((await store.read(key))!.etag).toBe(first);

    await store.compareAndSet(key, text('b'), first);
    expect((await store.read(key))!.etag).not.toBe(first);
  });

  test.each(['a new key', 'an existing key'])('eight writers of %s from one ETag: one wins', async (which) => {
    const store = await open();
    const key = newKey();
    if (which === 'an existing key') await store.create(key, text('old'));
    const seen = (await store.read(key))?.etag;
    const won = await Promise.all(writers(8).map((writer) => store.compareAndSet(key, text(`${writer}`), seen)));

    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await bodyOf(store, key)).toBe(`${won.indexOf(true)}`);
  });

  test('six writers who read, add and set until they win: no addition is lost', async () => {
    const store = await open();
    const key = newKey();
    const add = async () => {
      for (;;) {
        const stored = await store.read(key);
        const sum = stored ? Number(Buffer.from(stored.body).toString()) : 0;
        if (await store.compareAndSet(key, text(`${sum + 1}`), stored?.etag)) return;
      }
    };
    await Promise.all(writers(6).map(async () => [await add(), await add()]));

    expect(await bodyOf(store, key)).toBe('12');
  });
}

const oddKeys = [
  'a b',
  'a+b',
  'a&b=c',
  'é',
  '%20',
  '%2F',
  'a//b',
  "it's",
  '"x"',
  '<a>',
  '(1)*!~',
  'a#b?c',
  '日本/\u{1F600}',
  'a;b,c:d@e$f',
];

const newKey = (name = 'k') => `contract/${randomUUID()}/${name}`;
const writers = (count: number) => Array.from({ length: count }, (_, writer) => writer);
const text = (body: string): ObjectContent => ({ body: Buffer.from(body), contentType: 'text/plain', cacheControl: 'no-cache' });
const keysOf = (store: ArtefactStore, prefix: string) => Array.fromAsync(store.list(prefix));

async function bodyOf(store: ArtefactStore, key: string): Promise<string | undefined> {
  const stored = await store.read(key);
  return stored && Buffer.from(stored.body).toString();
}
