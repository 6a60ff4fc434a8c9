import { onTestFinished, expect, test } from 'vitest';
import { type ArtefactStore, KeyTaken, type ObjectContent } from './artefact-store.ts';
import { createS3Client } from './s3-client.ts';
import { createS3Store } from './s3-store.ts';
import { type Fault, type S3Stub, startS3Stub } from './s3-stub.ts';

const text = (body: string): ObjectContent => ({
  body: Buffer.from(body),
  contentType: 'text/plain',
  cacheControl: 'no-cache',
  contentEncoding: 'br',
});

/** A store that has created something already, so that it creates quickly from here on. */
async function openWarm(): Promise<{ readonly stub: S3Stub; readonly store: ArtefactStore }> {
  const stub = await startS3Stub();
  onTestFinished(() => stub[Symbol.asyncDispose]());
  const credentials = { accessKeyId: 'AK', secretAccessKey: 'SK', sessionToken: 'ST' };
  const client = createS3Client({ endpoint: stub.endpoint, region: 'eu-central-1', forcePathStyle: true, credentials, maxAttempts: 3 });
  onTestFinished(() => client.destroy());
  const store = createS3Store({ client, bucket: 'elements' });
  await store.create('first', text('first'));
  stub.requests.length = 0;
  return { stub, store };
}

test('an object is stored as the SDK stores it, and its checksum with it', async () => {
  const { stub, store } = await openWarm();
  expect(await store.create('a/b.js', text('first'))).toBe('created');
  expect(stub.objects.get('a/b.js')).toEqual(stub.objects.get('first'));
});

const cases: readonly {
  readonly what: string;
  readonly faults: readonly Fault[];
  readonly written: string;
  readonly requests: readonly string[];
}[] = [
  { what: 'all is well', faults: [], written: 'created', requests: ['PUT'] },
  { what: 'the answer to a write that happened is lost', faults: ['lost'], written: 'identical', requests: ['PUT', 'PUT', 'HEAD'] },
  { what: 'S3 fails', faults: [500], written: 'created', requests: ['PUT', 'PUT'] },
  { what: 'S3 asks to slow down, twice', faults: [503, 503], written: 'created', requests: ['PUT', 'PUT', 'PUT'] },
  { what: 'another write of the key is in flight', faults: [409], written: 'created', requests: ['PUT', 'PUT'] },
  { what: 'the key is taken, and gone before it is compared', faults: [412], written: 'created', requests: ['PUT', 'HEAD', 'PUT'] },
];

test.each(cases)('$what: $written', async ({ faults, written, requests }) => {
  const { stub, store } = await openWarm();
  stub.fail('PUT', ...faults);

  expect(await store.create('k', text('a'))).toBe(written);
  expect(stub.objects.get('k')?.body.toString()).toBe('a');
  expect(stub.requests).toEqual(requests);
});

test('what is there is compared, and not written to again', async () => {
  const { stub, store } = await openWarm();

  expect(await store.create('first', text('first'))).toBe('identical');
  await expect(store.create('first', text('other'))).rejects.toBeInstanceOf(KeyTaken);
  expect(stub.requests).toEqual(['PUT', 'HEAD', 'PUT', 'HEAD']);
});

test('many at once from the first on: the others wait for it, and each is written once', async () => {
  await using stub = await startS3Stub();
  const client = createS3Client({
    endpoint: stub.endpoint,
    region: 'r',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
  });
  const store = createS3Store({ client, bucket: 'elements' });
  await Promise.all(Array.from({ length: 40 }, (_, number) => store.create(`k${number}`, text(`${number}`))));

  expect(stub.requests).toEqual(Array<string>(40).fill('PUT'));
  expect(stub.objects.get('k39')?.body.toString()).toBe('39');
  client.destroy();
});

test('when the first one fails, the next ones are created all the same', async () => {
  await using stub = await startS3Stub();
  const client = createS3Client({
    endpoint: stub.endpoint,
    region: 'r',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
    maxAttempts: 1,
  });
  const store = createS3Store({ client, bucket: 'elements' });
  stub.fail('PUT', 500);
  const [first, second] = await Promise.allSettled([store.create('a', text('a')), store.create('b', text('b'))]);

  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'PT_STORE_FAILED' } });
  expect(second).toEqual({ status: 'fulfilled', value: 'created' });
  client.destroy();
});
