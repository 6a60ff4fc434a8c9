import { CreateInvalidationCommand, GetInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
let count = 0;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const send = (items: readonly string[], more: { reference?: string; distribution?: string; quantity?: number } = {}) =>
  local.cloudFrontWith({}).send(
    new CreateInvalidationCommand({
      DistributionId: more.distribution ?? local.cloudfront.distributionId,
      InvalidationBatch: {
        CallerReference: more.reference ?? `reference-${count++}`,
        Paths: { Quantity: more.quantity ?? items.length, Items: [...items] },
      },
    }),
  );

describe('an invalidation', () => {
  test('is created, found, and completed when looked at again', async () => {
    const items = ['/elements/index.json', '/elements/calendar/*', '/a&b'];
    const { Invalidation, Location } = await send(items, { reference: 'run 1 & é' });
    const { distributionId } = local.cloudfront;

    expect(Invalidation).toMatchObject({
      Status: 'InProgress',
      InvalidationBatch: { CallerReference: 'run 1 & é', Paths: { Quantity: 3, Items: items } },
    });
    expect(Location).toBe(`/2020-05-31/distribution/${distributionId}/invalidation/${Invalidation?.Id}`);
    const found = await local.cloudFrontWith({}).send(new GetInvalidationCommand({ DistributionId: distributionId, Id: Invalidation?.Id }));
    expect(found.Invalidation).toEqual({ ...Invalidation, Status: 'Completed' });
  });

  test('with the same reference and paths is the same one', async () => {
    const first = await send(['/a', '/b'], { reference: 'same' });
    const second = await send(['/b', '/a'], { reference: 'same' });
    expect(second.Invalidation?.Id).toBe(first.Invalidation?.Id);
  });

  test('is listed, newest first, page by page', async () => {
    await send(['/1']);
    const last = await send(['/2']);
    const list = (input: object) =>
      local.cloudFrontWith({}).send(new ListInvalidationsCommand({ DistributionId: local.cloudfront.distributionId, ...input }));
    const all = (await list({})).InvalidationList;
    const first = (await list({ MaxItems: 1 })).InvalidationList;
    const rest = (await list({ Marker: first?.NextMarker })).InvalidationList;

    expect(all?.Items?.map(({ Id }) => Id)).toContain(last.Invalidation?.Id);
    expect(first).toMatchObject({ IsTruncated: true, Quantity: 1 });
    expect([...(first?.Items ?? []), ...(rest?.Items ?? [])]).toEqual(all?.Items);
  });
});

const wrong: readonly { what: string; send: () => Promise<unknown>; expected: object }[] = [
  { what: 'for another distribution', send: () => send(['/a'], { distribution: 'EOTHER' }), expected: refusal(404, 'NoSuchDistribution') },
  { what: 'with a path without a slash', send: () => send(['a']), expected: refusal(400, 'InvalidArgument') },
  { what: 'with a star inside', send: () => send(['/a*b']), expected: refusal(400, 'InvalidArgument') },
  { what: 'without paths', send: () => send([]), expected: refusal(400, 'InvalidArgument') },
  { what: 'with another quantity', send: () => send(['/a'], { quantity: 2 }), expected: refusal(400, 'InconsistentQuantities') },
  {
    what: 'with sixteen wildcards',
    send: () => send(Array.from({ length: 16 }, (_, index) => `/${index}/*`)),
    expected: refusal(413, 'BatchTooLarge'),
  },
  {
    what: 'with a used reference and other paths',
    send: () => send(['/a'], { reference: 'used' }).then(() => send(['/b'], { reference: 'used' })),
    expected: refusal(409, 'InvalidationBatchAlreadyExists'),
  },
  {
    what: 'that does not exist',
    send: () => local.cloudFrontWith({}).send(new GetInvalidationCommand({ DistributionId: local.cloudfront.distributionId, Id: 'INONE' })),
    expected: refusal(404, 'NoSuchInvalidation'),
  },
];
test.each(wrong)('one $what is refused', async ({ send: act, expected }) => {
  await expect(act()).rejects.toMatchObject(expected);
});

test.each([
  [
    'a wrong secret',
    (right: { accessKeyId: string; secretAccessKey: string }) => ({ ...right, secretAccessKey: 'x' }),
    'SignatureDoesNotMatch',
  ],
  ['an unknown key', (right: { accessKeyId: string; secretAccessKey: string }) => ({ ...right, accessKeyId: 'x' }), 'InvalidAccessKeyId'],
])('%s is refused', async (_what, change, code) => {
  const client = local.cloudFrontWith({ credentials: change(local.s3) });
  const read = client.send(new ListInvalidationsCommand({ DistributionId: local.cloudfront.distributionId }));
  await expect(read).rejects.toMatchObject(refusal(403, code));
});

test('no signature at all is refused', async () => {
  const response = await fetch(`${local.cloudfront.endpoint}/2020-05-31/distribution/${local.cloudfront.distributionId}/invalidation`);
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('MissingAuthenticationToken')]);
});

describe('what is invalidated', () => {
  const keys = [
    'elements/index.json',
    'elements/calendar/versions.json',
    'elements/calendar2/versions.json',
    'elements/v1.0.0/a~b/main.js',
  ];
  const cases: readonly { path: string; purged: readonly string[] }[] = [
    { path: '/elements/index.json', purged: [keys[0]!] },
    { path: '/elements/calendar/*', purged: [keys[1]!] },
    { path: '/elements/calendar*', purged: [keys[1]!, keys[2]!] },
    { path: '/*', purged: keys },
    { path: '/elements/v1.0.0/a%7Eb/main.js', purged: [keys[3]!] },
    { path: '/elements', purged: [] },
    { path: '/Elements/index.json', purged: [] },
  ];
  test.each(cases)('by $path is fetched anew: $purged', async ({ path, purged }) => {
    const url = (key: string) => `${local.edge.origin}/${encodeURI(key)}`;
    for (const Key of keys) {
      await local.client.send(new PutObjectCommand({ Bucket: 'pintag', Key, Body: '{}', CacheControl: 'public, max-age=31536000' }));
      await fetch(url(Key));
      expect((await fetch(url(Key))).headers.get('x-cache')).toBe('Hit from cloudfront');
    }
    await send([path]);

    const anew = [];
    for (const key of keys) if ((await fetch(url(key))).headers.get('x-cache') === 'Miss from cloudfront') anew.push(key);
    expect(anew).toEqual(purged);
  });
});
