import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteKeyCommand,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ListKeysCommand,
  paginateListKeys,
  PutKeyCommand,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { createKeyValuesClient } from '@pintag/cdn';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Authorize } from '../s3/access.ts';
import { startLocal } from '../start-local.ts';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
let denied: string[] = [];
let now = Date.now();
const asked: string[] = [];
beforeAll(async () => {
  const authorize: Authorize = ({ action, resource, principal }) => {
    if (action.startsWith('cloudfront-keyvaluestore:')) asked.push(`${principal} ${action} ${resource}`);
    return denied.includes(action) ? 'deny' : 'allow';
  };
  local = await startTemporaryLocal({ authorize, clock: () => now });
});
afterAll(() => local.close());
beforeEach(() => {
  denied = [];
  asked.length = 0;
});

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
/** The SDK's own client, with its own SigV4A signature. */
function clientWith(change: Partial<Credentials> = {}, endpoint = local.keyValueStore.endpoint) {
  const { accessKeyId, secretAccessKey } = local.s3;
  const client = createKeyValuesClient({ endpoint, credentials: { accessKeyId, secretAccessKey, ...change }, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}
const store = () => ({ KvsARN: local.keyValueStore.arn });
const etagNow = async (): Promise<string> => (await clientWith().send(new DescribeKeyValueStoreCommand(store()))).ETag!;
const put = async (Key: string, Value: string, IfMatch?: string) =>
  clientWith().send(new PutKeyCommand({ ...store(), Key, Value, IfMatch: IfMatch ?? (await etagNow()) }));
const read = async (Key: string) => (await clientWith().send(new GetKeyCommand({ ...store(), Key }))).Value;
const update = async (more: {
  readonly puts?: readonly (readonly [string, string])[];
  readonly deletes?: readonly string[];
  readonly etag?: string;
}) =>
  clientWith().send(
    new UpdateKeysCommand({
      ...store(),
      IfMatch: more.etag ?? (await etagNow()),
      Puts: (more.puts ?? []).map(([Key, Value]) => ({ Key, Value })),
      Deletes: (more.deletes ?? []).map((Key) => ({ Key })),
    }),
  );
const redirectOf = async (path: string) => {
  const response = await fetch(local.edge.origin + path, { redirect: 'manual' });
  return [response.status, response.headers.get('location')];
};

describe('an entry', () => {
  test('is put, read, redirected to at once, and deleted', async () => {
    const { ItemCount, ETag } = await put('stable/calendar', '1.1.0');
    expect([ItemCount! >= 1, await read('stable/calendar')]).toEqual([true, '1.1.0']);
    expect(await redirectOf('/elements/stable/calendar/main.js')).toEqual([307, '/elements/v1.1.0/calendar/main.js']);
    await clientWith().send(new DeleteKeyCommand({ ...store(), Key: 'stable/calendar', IfMatch: ETag }));
    expect(await redirectOf('/elements/stable/calendar/main.js')).toEqual([404, null]);
    await expect(read('stable/calendar')).rejects.toMatchObject(refusal(404, 'ResourceNotFoundException'));
  });

  test.each(['a/b', 'a b', 'a%2Fb', 'é質', "!'()*", 'x'.repeat(512)])('may be called %s', async (key) => {
    await put(key, 'värde');
    expect(await read(key)).toBe('värde');
  });

  test('is listed page by page, in order', async () => {
    await update({ puts: Array.from({ length: 30 }, (_, index) => [`page/${String(index).padStart(2, '0')}`, String(index)] as const) });
    const keys: (string | undefined)[] = [];
    const sizes: number[] = [];
    for await (const { Items = [] } of paginateListKeys({ client: clientWith(), pageSize: 7 }, store())) {
      sizes.push(Items.length);
      keys.push(...Items.map(({ Key }) => Key));
    }
    expect(keys.filter((key) => key?.startsWith('page/'))).toHaveLength(30);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(Math.max(...sizes)).toBe(7);
    expect((await clientWith().send(new ListKeysCommand(store()))).Items).toHaveLength(10);
  });
});

describe('the whole store', () => {
  test('changes at once or not at all, and its ETag with it', async () => {
    const etag = await etagNow();
    const { ETag } = await update({
      puts: [
        ['a', '1'],
        ['b', '2'],
      ],
      etag,
    });
    expect(ETag).not.toBe(etag);
    expect(await etagNow()).toBe(ETag);
    const { ETag: after } = await update({ puts: [['a', '3']], deletes: ['b', 'was-never-there'], etag: ETag });
    expect(await read('a')).toBe('3');
    await expect(
      update({
        puts: [
          ['a', '4'],
          ['c', 'x'.repeat(1_025)],
        ],
        etag: after,
      }),
    ).rejects.toMatchObject(refusal(400, 'ValidationException'));
    expect([await read('a'), await etagNow()]).toEqual(['3', after]);
  });

  test('of many writers with one ETag, one gets through', async () => {
    const etag = await etagNow();
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => put('race', String(index), etag)));
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refusals).toHaveLength(7);
    for (const each of refusals) expect(each).toMatchObject({ ...refusal(400, 'ValidationException'), message: 'Pre-Condition failed' });
  });

  test('is described', async () => {
    const before = await clientWith().send(new DescribeKeyValueStoreCommand(store()));
    now += 5_000;
    await put('described', 'é');
    const after = await clientWith().send(new DescribeKeyValueStoreCommand(store()));
    expect(after).toMatchObject({ KvsARN: local.keyValueStore.arn, Status: 'READY', Created: before.Created });
    expect(after.ItemCount! - before.ItemCount!).toBe(1);
    expect(after.TotalSizeInBytes! - before.TotalSizeInBytes!).toBe(11);
    expect(after.LastModified!.getTime()).toBeGreaterThan(before.LastModified!.getTime());
  });

  test('is there after a restart, under the ARN that was asked for', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'pintag-local-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const first = await startLocal({ dataDir });
    const { accessKeyId, secretAccessKey } = first.s3;
    const at = (endpoint: string) => clientWith({ accessKeyId, secretAccessKey }, endpoint);
    const KvsARN = first.keyValueStore.arn;
    const { ETag } = await at(first.keyValueStore.endpoint).send(new DescribeKeyValueStoreCommand({ KvsARN }));
    const written = await at(first.keyValueStore.endpoint).send(
      new PutKeyCommand({ KvsARN, Key: 'next/calendar', Value: '2.0.0', IfMatch: ETag }),
    );
    await first.close();

    const again = await startLocal({ dataDir });
    const described = await at(again.keyValueStore.endpoint).send(new DescribeKeyValueStoreCommand({ KvsARN }));
    expect([again.keyValueStore.arn, described.ETag, described.ItemCount]).toEqual([KvsARN, written.ETag, 1]);
    const followed = await fetch(`${again.edge.origin}/elements/next/calendar/main.js`, { redirect: 'manual' });
    expect(followed.headers.get('location')).toBe('/elements/v2.0.0/calendar/main.js');
    await again.close();

    const arn = 'arn:aws:cloudfront::123456789012:key-value-store/327284aa-b0a5-4c65-8a0b-6f2d0e3f0d3c';
    const named = await startLocal({ dataDir, keyValueStoreArn: arn });
    expect(await at(named.keyValueStore.endpoint).send(new GetKeyCommand({ KvsARN: arn, Key: 'next/calendar' }))).toMatchObject({
      Value: '2.0.0',
    });
    await named.close();
  });
});

const many = (count: number) => Array.from({ length: count }, (_, index) => [`many/${index}`, ''] as const);
const wrong: readonly { readonly what: string; readonly act: () => Promise<unknown>; readonly expected: object }[] = [
  { what: 'of an unknown key', act: () => read('nobody'), expected: refusal(404, 'ResourceNotFoundException') },
  {
    what: 'of another store',
    act: () => clientWith().send(new DescribeKeyValueStoreCommand({ KvsARN: local.keyValueStore.arn.replace(/.{4}$/, '0000') })),
    expected: refusal(404, 'ResourceNotFoundException'),
  },
  {
    what: 'that deletes an unknown key',
    act: async () => clientWith().send(new DeleteKeyCommand({ ...store(), Key: 'nobody', IfMatch: await etagNow() })),
    expected: refusal(404, 'ResourceNotFoundException'),
  },
  { what: 'with an old ETag', act: () => put('a', '1', 'KV0000000000'), expected: refusal(400, 'ValidationException') },
  { what: 'with a key of 513 bytes', act: () => put('x'.repeat(513), ''), expected: refusal(400, 'ValidationException') },
  { what: 'with a value of 1025 bytes', act: () => put('a', 'é'.repeat(513)), expected: refusal(400, 'ValidationException') },
  { what: 'with 51 changes', act: () => update({ puts: many(51) }), expected: refusal(400, 'ValidationException') },
  { what: 'without a change', act: () => update({}), expected: refusal(400, 'ValidationException') },
  {
    what: 'that puts and deletes a key',
    act: () => update({ puts: [['a', '1']], deletes: ['a'] }),
    expected: refusal(400, 'ValidationException'),
  },
  {
    what: 'for a page of 51',
    act: () => clientWith().send(new ListKeysCommand({ ...store(), MaxResults: 51 })),
    expected: refusal(400, 'ValidationException'),
  },
];
test.each(wrong)('a request $what is refused', async ({ act, expected }) => {
  await expect(act()).rejects.toMatchObject(expected);
});

describe('access', () => {
  test.each([
    ['another secret', { secretAccessKey: 'x' }, 'InvalidSignatureException'],
    ['an unknown key', { accessKeyId: 'PTLOCALNOBODY' }, 'UnrecognizedClientException'],
  ])('with %s is refused', async (_what, change, name) => {
    await expect(clientWith(change).send(new DescribeKeyValueStoreCommand(store()))).rejects.toMatchObject(refusal(403, name));
  });

  test.each([
    ['another body', { body: '{"Value":"2"}' }],
    ['another key', { path: '/keys/other' }],
    ['another ETag', { headers: { 'if-match': 'KV1' } }],
    ['another time', { headers: { 'x-amz-date': '20260101T000000Z' } }],
    ['another region', { headers: { 'x-amz-region-set': 'eu-west-1' } }],
  ])(
    'of a request with %s than was signed is refused',
    async (_what, change: { body?: string; path?: string; headers?: Record<string, string> }) => {
      const client = clientWith();
      client.middlewareStack.add(
        (next) => (args) => {
          const request = args.request as { body?: string; path: string; headers: Record<string, string> };
          if (change.body) request.body = change.body;
          if (change.path) request.path = request.path.replace(/\/keys\/.*$/, change.path);
          Object.assign(request.headers, change.headers);
          if (change.body) request.headers['content-length'] = String(change.body.length);
          return next(args);
        },
        { step: 'finalizeRequest', priority: 'low' },
      );
      const before = await etagNow();
      const sent = client.send(new PutKeyCommand({ ...store(), Key: 'signed', Value: '1', IfMatch: before }));
      await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
      expect(await etagNow()).toBe(before);
    },
  );

  test('without a signature is refused', async () => {
    const response = await fetch(`${local.keyValueStore.endpoint}/key-value-stores/${encodeURIComponent(local.keyValueStore.arn)}`);
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, 'MissingAuthenticationTokenException']);
  });

  const operations: readonly { readonly name: string; readonly act: (etag: string) => Promise<unknown> }[] = [
    { name: 'DescribeKeyValueStore', act: () => clientWith().send(new DescribeKeyValueStoreCommand(store())) },
    { name: 'GetKey', act: () => read('policy') },
    { name: 'ListKeys', act: () => clientWith().send(new ListKeysCommand(store())) },
    { name: 'PutKey', act: (etag) => put('policy', '2', etag) },
    { name: 'DeleteKey', act: (IfMatch) => clientWith().send(new DeleteKeyCommand({ ...store(), Key: 'policy', IfMatch })) },
    { name: 'UpdateKeys', act: (etag) => update({ puts: [['policy', '2']], etag }) },
  ];
  test.each(operations)('to $name is asked for by that name', async ({ name, act }) => {
    const { ETag } = await put('policy', '1');
    denied = [`cloudfront-keyvaluestore:${name}`];
    asked.length = 0;
    await expect(act(ETag!)).rejects.toMatchObject(refusal(403, 'AccessDeniedException'));
    expect(asked).toEqual([`developer cloudfront-keyvaluestore:${name} ${local.keyValueStore.arn}`]);
  });
});
