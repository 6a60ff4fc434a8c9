import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ArtefactStore, KeyTaken, type ObjectContent } from './artefact-store.ts';
import { createS3Client } from './s3-client.ts';
import type { S3Quirk } from './s3-quirks.ts';
import { createS3Store } from './s3-store.ts';
import { type Fault, type S3Stub, startS3Stub } from './s3-stub.ts';
import { describeStore } from './store-contract.ts';

let stub: S3Stub;
beforeAll(async () => {
  stub = await startS3Stub();
});
afterAll(() => stub[Symbol.asyncDispose]());

describeStore('S3 client on a stub', () => openOn(stub));

const text = (body: string): ObjectContent => ({ body: Buffer.from(body), contentType: 'text/plain', cacheControl: 'no-cache' });

function openOn({ endpoint }: S3Stub, quirks: readonly S3Quirk[] = [], maxAttempts = 3): ArtefactStore {
  const client = createS3Client({
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
    quirks,
    maxAttempts,
  });
  return createS3Store({ client, bucket: 'elements', quirks });
}

describe('create, when the network or S3 fails', () => {
  const cases: readonly { what: string; faults: readonly Fault[]; written: string; puts: number }[] = [
    { what: 'the answer to a write that happened is lost', faults: ['lost'], written: 'identical', puts: 2 },
    { what: 'lost, and then S3 is busy', faults: ['lost', 503], written: 'identical', puts: 3 },
    { what: 'S3 fails', faults: [500], written: 'created', puts: 2 },
    { what: 'S3 asks to slow down', faults: [503, 503], written: 'created', puts: 3 },
    { what: 'another write of the key is in flight', faults: [409], written: 'created', puts: 2 },
    { what: 'in flight for a while', faults: [409, 409, 409], written: 'created', puts: 4 },
    { what: 'the key is taken, and gone before it is compared', faults: [412], written: 'created', puts: 2 },
    { what: 'lost, then in flight', faults: ['lost', 409], written: 'identical', puts: 3 },
  ];

  test.each(cases)('$what: $written', async ({ faults, written, puts }) => {
    await using own = await startS3Stub();
    own.fail('PUT', ...faults);

    expect(await openOn(own).create('k', text('a'))).toBe(written);
    expect(own.objects.get('k')?.body.toString()).toBe('a');
    expect(own.requests.filter((method) => method === 'PUT')).toHaveLength(puts);
  });

  test('a faster writer of other bytes wins, also while ours is tried again', async () => {
    await using own = await startS3Stub();
    own.fail('PUT', { then: () => own.objects.set('k', { body: Buffer.from('theirs'), headers: { etag: '"t"' } }), answer: 503 });

    await expect(openOn(own).create('k', text('ours'))).rejects.toBeInstanceOf(KeyTaken);
  });

  test("S3 stays busy: the error is S3's, after a bounded number of tries", async () => {
    await using own = await startS3Stub();
    own.fail('PUT', ...Array<Fault>(20).fill(503));

    await expect(openOn(own).create('k', text('a'))).rejects.toMatchObject({ code: 'PT_STORE_FAILED', cause: { name: 'SlowDown' } });
    expect(own.requests).toHaveLength(3);
  });

  test('a key that is in flight for ever is given up', async () => {
    await using own = await startS3Stub();
    own.fail('PUT', ...Array<Fault>(50).fill(409));

    await expect(openOn(own).create('k', text('a'))).rejects.toMatchObject({
      code: 'PT_STORE_FAILED',
      cause: { name: 'ConditionalRequestConflict' },
    });
    expect(own.requests.length).toBeLessThan(10);
  });
});

describe('compareAndSet, when the network or S3 fails', () => {
  test.each([{ faults: ['lost'] }, { faults: [503, 'lost'] }, { faults: ['lost', 409] }] as const)(
    'the answer to a write that happened is lost ($faults): it is ours',
    async ({ faults }) => {
      await using own = await startS3Stub();
      const store = openOn(own);
      await store.create('k', text('old'));
      own.fail('PUT', ...faults);

      expect(await store.compareAndSet('k', text('new'), (await store.read('k'))!.etag)).toBe(true);
      expect(own.objects.get('k')?.body.toString()).toBe('new');
    },
  );

  test('the same with a key that did not exist', async () => {
    await using own = await startS3Stub();
    own.fail('PUT', 'lost');

    expect(await openOn(own).compareAndSet('k', text('new'), undefined)).toBe(true);
  });

  test('another writer put the same bytes while ours was tried again: it is theirs', async () => {
    await using own = await startS3Stub();
    const store = openOn(own);
    await store.create('k', text('1'));
    const { etag } = (await store.read('k'))!;
    own.fail('PUT', {
      then: () => own.objects.set('k', { body: Buffer.from('2'), headers: { etag: '"2"', 'x-amz-meta-pintag-write': 'theirs' } }),
      answer: 503,
    });

    expect(await store.compareAndSet('k', text('2'), etag)).toBe(false);
  });

  test('a conflict that passes', async () => {
    await using own = await startS3Stub();
    own.fail('PUT', 409);

    expect(await openOn(own).compareAndSet('k', text('a'), undefined)).toBe(true);
  });
});

describe('read', () => {
  test('a body that breaks off is read again', async () => {
    await using own = await startS3Stub();
    const store = openOn(own);
    await store.create('k', text('a long enough body'));
    own.fail('GET', 'cut', 503);

    expect(Buffer.from((await store.read('k'))!.body).toString()).toBe('a long enough body');
  });

  test('a body that is not what its checksum says is refused', async () => {
    await using own = await startS3Stub();
    const store = openOn(own, [], 1);
    await store.create('k', text('a'));
    own.objects.set('k', { ...own.objects.get('k')!, body: Buffer.from('b') });

    await expect(store.read('k')).rejects.toThrow(/checksum/i);
  });

  test('a bucket that is not there is no empty store', async () => {
    const client = createS3Client({
      endpoint: stub.endpoint,
      region: 'r',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
    });
    const store = createS3Store({ client, bucket: 'other' });

    const failed = { code: 'PT_STORE_FAILED', cause: { name: 'NoSuchBucket' } };
    await expect(store.read('k')).rejects.toMatchObject(failed);
    await expect(store.compareAndSet('k', text('a'), '"e"')).rejects.toMatchObject(failed);
    await expect(Array.fromAsync(store.list(''))).rejects.toMatchObject(failed);
  });
});

describe('what a backend lacks is worked around', () => {
  test('with checksums, comparing costs no download', async () => {
    await using own = await startS3Stub();
    const store = openOn(own);
    await store.create('k', text('a'));
    await store.create('k', text('a'));

    expect(own.requests).toEqual(['PUT', 'PUT', 'HEAD']);
  });

  test('without, it is fetched and hashed', async () => {
    await using own = await startS3Stub({ checksums: false });
    const store = openOn(own, ['no-checksums']);
    await store.create('k', text('a'));

    expect(await store.create('k', text('a'))).toBe('identical');
    await expect(store.create('k', text('b'))).rejects.toBeInstanceOf(KeyTaken);
    expect(own.requests).toEqual(['PUT', 'PUT', 'GET', 'PUT', 'GET']);
  });

  test('an object without a checksum on a backend that has them is fetched and hashed too', async () => {
    await using own = await startS3Stub();
    own.objects.set('k', { body: Buffer.from('a'), headers: { etag: '"a"' } });

    expect(await openOn(own).create('k', text('a'))).toBe('identical');
  });
});
