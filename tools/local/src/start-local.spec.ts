import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import { CloudFrontClient, CreateInvalidationCommand, GetInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3Client, createS3Store } from '@pintag/cdn';
import { describeStore } from '@pintag/cdn/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { attachOrStartLocal } from './attach.ts';
import { readServerFile, writeServerFile } from './data/server-file.ts';
import { type Local, startLocal } from './start-local.ts';
import { startServingProcess } from './testing/serving-process.ts';
import { startTemporaryLocal, type TemporaryLocal } from './testing/temporary-local.ts';

describe('the store contract', () => {
  let local: TemporaryLocal;
  beforeAll(async () => void (local = await startTemporaryLocal()));
  afterAll(() => local.close());

  describeStore(
    'local',
    () => {
      const { endpoint, region, bucket, ...credentials } = local.s3;
      return createS3Store({ client: createS3Client({ endpoint, region, credentials }), bucket });
    },
    { lacks: [], s3: () => Promise.resolve({ client: local.client, bucket: local.bucket }) },
  );
});

let dataDir: string;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'pintag-local-'))));
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  await rm(dataDir, { recursive: true });
});
const opened = async <T extends Local>(starting: Promise<T>): Promise<T> => {
  const local = await starting;
  open.push(local);
  return local;
};
const addressesOf = ({ s3, cloudfront, keyValueStore, edge }: Local) => ({ s3, cloudfront, keyValueStore, edge });

test('as JSON it is what clients need, and nothing else', async () => {
  const local = await opened(startLocal({ dataDir }));
  expect(JSON.parse(JSON.stringify(local))).toEqual({
    s3: {
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      region: 'us-east-1',
      accessKeyId: expect.stringMatching(/^PTLOCAL[A-Z2-7]{13}$/),
      secretAccessKey: expect.stringMatching(/^.{40}$/),
      bucket: 'pintag',
    },
    cloudfront: {
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      distributionId: expect.stringMatching(/^E[A-Z2-7]{13}$/),
    },
    keyValueStore: {
      endpoint: local.cloudfront.endpoint,
      arn: expect.stringMatching(/^arn:aws:cloudfront::000000000000:key-value-store\/[0-9a-f-]{36}$/),
    },
    edge: { origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
  });
});

test('objects, credentials, distribution and invalidations are there after a restart', async () => {
  const first = await startLocal({ dataDir });
  const { endpoint, region, bucket, ...credentials } = first.s3;
  const invalidation = {
    DistributionId: first.cloudfront.distributionId,
    InvalidationBatch: { CallerReference: 'kept', Paths: { Quantity: 1, Items: ['/a'] } },
  };
  const [s3, cloudfront] = [
    new S3Client({ endpoint, region, credentials }),
    new CloudFrontClient({ endpoint: first.cloudfront.endpoint, region, credentials }),
  ];
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'é/..', Body: 'kept', Metadata: { a: '1' }, CacheControl: 'no-cache' }));
  const { Invalidation } = await cloudfront.send(new CreateInvalidationCommand(invalidation));
  for (const client of [s3, cloudfront]) client.destroy();
  await first.close();

  const second = await opened(startLocal({ dataDir }));
  expect({ ...second.s3, endpoint: '' }).toEqual({ ...first.s3, endpoint: '' });
  expect(second.cloudfront.distributionId).toBe(first.cloudfront.distributionId);
  const again = new S3Client({ endpoint: second.s3.endpoint, region, credentials });
  const got = await again.send(new GetObjectCommand({ Bucket: bucket, Key: 'é/..' }));
  expect([await got.Body?.transformToString(), got.Metadata, got.CacheControl]).toEqual(['kept', { a: '1' }, 'no-cache']);
  const cloudfrontAgain = new CloudFrontClient({ endpoint: second.cloudfront.endpoint, region, credentials });
  const found = await cloudfrontAgain.send(
    new GetInvalidationCommand({ DistributionId: invalidation.DistributionId, Id: Invalidation?.Id }),
  );
  expect(found.Invalidation?.InvalidationBatch).toEqual(invalidation.InvalidationBatch);
  for (const client of [again, cloudfrontAgain]) client.destroy();
});

test('secrets are for the owner alone', async () => {
  await opened(startLocal({ dataDir: join(dataDir, 'new') }));
  const modes = await Promise.all(
    ['', 'credentials.json', 'server.json'].map(async (name) => (await stat(join(dataDir, 'new', name))).mode & 0o777),
  );
  expect(modes).toEqual([0o700, 0o600, 0o600]);
});

test('what the store gets, the edge serves', async () => {
  const { s3, edge } = await opened(startLocal({ dataDir }));
  const { endpoint, region, bucket, ...credentials } = s3;
  const client = new S3Client({ endpoint, region, credentials });
  const body = 'export {};\n'.repeat(200);
  const object = { Bucket: bucket, Key: 'elements/v1.0.0/calendar/main.js', Body: body, ContentType: 'text/javascript; charset=utf-8' };
  await client.send(new PutObjectCommand({ ...object, CacheControl: 'public, max-age=31536000, immutable' }));
  const responses = [await fetch(`${edge.origin}/${object.Key}`), await fetch(`${edge.origin}/${object.Key}`)];

  expect(await Promise.all(responses.map((response) => response.text()))).toEqual([body, body]);
  expect(responses.map(({ headers }) => headers.get('x-cache'))).toEqual(['Miss from cloudfront', 'Hit from cloudfront']);
  expect(responses[0]?.headers.get('content-encoding')).toBe('gzip');
  client.destroy();
});

describe('what travels', () => {
  const key = 'elements/v1.0.0/calendar/element-4QX7.js';
  const script = Array.from(
    { length: 400 },
    (_, index) => `export const value${index} = ${JSON.stringify(`text number ${index * 7919}`)};`,
  ).join('\n');
  const smallest = brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const cases: readonly { accept: string | undefined; encoding: string | undefined; bytes: (sent: Buffer) => Buffer }[] = [
    { accept: 'gzip, deflate, br, zstd', encoding: 'br', bytes: (sent) => brotliDecompressSync(sent) },
    { accept: 'br', encoding: 'br', bytes: (sent) => brotliDecompressSync(sent) },
    { accept: 'gzip', encoding: 'gzip', bytes: (sent) => gunzipSync(sent) },
    { accept: 'identity', encoding: undefined, bytes: (sent) => sent },
    { accept: undefined, encoding: undefined, bytes: (sent) => sent },
  ];

  test('to who takes brotli is the stored copy, byte for byte; to others the file, compressed for who takes gzip', async () => {
    const { s3, edge } = await opened(startLocal({ dataDir }));
    const { endpoint, region, bucket, ...credentials } = s3;
    const client = new S3Client({ endpoint, region, credentials });
    const object = { Bucket: bucket, ContentType: 'text/javascript; charset=utf-8', CacheControl: 'public, max-age=31536000, immutable' };
    await client.send(new PutObjectCommand({ ...object, Key: key, Body: script }));
    await client.send(new PutObjectCommand({ ...object, Key: `${key}.br`, Body: smallest, ContentEncoding: 'br' }));
    client.destroy();

    const sizes = new Map<string, number>();
    for (const { accept, encoding, bytes } of cases) {
      const { headers, body } = await sentOver(`${edge.origin}/${key}`, accept === undefined ? {} : { 'accept-encoding': accept });
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers).toMatchObject({
        vary: 'Accept-Encoding',
        'content-type': object.ContentType,
        'content-length': String(body.byteLength),
      });
      expect(bytes(body).toString()).toBe(script);
      if (encoding === 'br') expect(body.equals(smallest)).toBe(true);
      sizes.set(encoding ?? 'identity', body.byteLength);
    }
    expect(sizes.get('br')).toBeLessThan(sizes.get('gzip')!);
    expect(sizes.get('gzip')).toBeLessThan(sizes.get('identity')!);
  });

  /** The bytes on the wire: nothing is decoded. */
  async function sentOver(url: string, headers: Record<string, string>): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
    return { headers: response.headers, body: Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)) };
  }
});

describe('ports', () => {
  const freePorts = async (): Promise<number> => {
    const probe = await opened(startLocal({ dataDir: join(dataDir, 'probe') }));
    // Three in a row are free with near certainty this far from the ones that the system hands out by itself.
    return 20_000 + (Number(new URL(probe.edge.origin).port) % 9_000);
  };

  test('are the one asked for and the two after it', async () => {
    const port = await freePorts();
    const local = await opened(startLocal({ dataDir, port }));
    expect([local.edge.origin, local.s3.endpoint, local.cloudfront.endpoint].map((url) => Number(new URL(url).port))).toEqual([
      port,
      port + 1,
      port + 2,
    ]);
  });

  test.each([0, 1, 2])('one in use (the %dth) is named, and nothing is left running or locked', async (offset) => {
    const port = await freePorts();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port + offset, '127.0.0.1', resolve));
    await expect(startLocal({ dataDir, port })).rejects.toMatchObject({ code: 'PT_PORT_IN_USE', facts: { port: port + offset } });
    await new Promise((resolve) => taken.close(resolve));

    await expect(opened(startLocal({ dataDir, port }))).resolves.toBeDefined();
  });
});

describe('one server for a data folder', () => {
  test('a second one is refused, and told who has it', async () => {
    await opened(startLocal({ dataDir, pid: 4711 }));
    await expect(startLocal({ dataDir })).rejects.toMatchObject({ code: 'PT_DATA_IN_USE', facts: { dataDir, pid: 4711 } });
  });

  test('of five who come at once one starts it, the others use it', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => opened(attachOrStartLocal({ dataDir }))));
    expect(all.filter(({ started }) => started)).toHaveLength(1);
    expect(new Set(all.map((local) => JSON.stringify(addressesOf(local)))).size).toBe(1);
  });

  test('another process is used while it lives, and replaced once it was killed', async () => {
    const other = await startServingProcess(dataDir);
    open.push({ close: () => other.kill() });
    const attached = await attachOrStartLocal({ dataDir });
    expect([attached.started, addressesOf(attached)]).toEqual([false, other.addresses]);
    await expect(startLocal({ dataDir })).rejects.toMatchObject({ code: 'PT_DATA_IN_USE', facts: { pid: other.pid } });
    await attached.close();
    expect((await fetch(other.addresses.edge.origin)).status).toBe(404);

    await other.kill();
    expect(await readServerFile(dataDir)).toBeDefined();
    const restarted = await opened(attachOrStartLocal({ dataDir }));
    expect(restarted.started).toBe(true);
    expect(restarted.s3.secretAccessKey).toBe(other.addresses.s3.secretAccessKey);
  });

  test('another program on the port of a killed one is not taken for it', async () => {
    const stranger = await opened(startLocal({ dataDir: join(dataDir, 'stranger') }));
    await writeServerFile(dataDir, { instance: 'gone', addresses: addressesOf(stranger) });
    const local = await opened(attachOrStartLocal({ dataDir }));
    expect(local.started).toBe(true);
    expect(local.edge.origin).not.toBe(stranger.edge.origin);
  });

  test('a server file that makes no sense is no server', async () => {
    await writeFile(join(dataDir, 'server.json'), '{"pid": 1');
    expect((await opened(attachOrStartLocal({ dataDir }))).started).toBe(true);
    expect(JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'))).toHaveProperty('instance');
  });
});

test('started again without a port, it has the addresses of the last time, as long as nobody else has taken them', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pintag-ports-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const first = await startLocal({ dataDir });
  await first.close();

  const second = await startLocal({ dataDir });
  await second.close();
  expect(second.edge.origin).toBe(first.edge.origin);
  expect(second.s3.endpoint).toBe(first.s3.endpoint);

  const other = createServer().listen(Number(new URL(first.edge.origin).port), '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const third = await startLocal({ dataDir });
  await third.close();
  expect(third.edge.origin).not.toBe(first.edge.origin);
});
