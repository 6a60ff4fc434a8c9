import { createHash } from 'node:crypto';
import { ListObjectsV2Command, type ListObjectsV2CommandInput, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
// In UTF-8 order; JavaScript alone would put the emoji before U+FFEE.
const keys = ['a', 'a b', 'a&b', 'a/1', 'a/2/x', 'a/2/y', 'a/3', 'a0', 'b/1', 'c\r', 'é', '\uffee', '😀'];
beforeAll(async () => {
  local = await startTemporaryLocal();
  for (const Key of keys.toReversed()) await local.client.send(new PutObjectCommand({ Bucket: 'pintag', Key, Body: Key }));
});
afterAll(() => local.close());

const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const page = await local.client.send(new ListObjectsV2Command({ Bucket: 'pintag', ...input }));
  return {
    ...page,
    keys: (page.Contents ?? []).map(({ Key }) => Key),
    groups: (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
  };
};

const cases: readonly {
  readonly what: string;
  readonly input: Partial<ListObjectsV2CommandInput>;
  readonly keys: readonly string[];
  readonly groups?: readonly string[];
}[] = [
  { what: 'everything, in UTF-8 order', input: {}, keys },
  { what: 'a prefix', input: { Prefix: 'a/' }, keys: ['a/1', 'a/2/x', 'a/2/y', 'a/3'] },
  { what: 'a prefix that nothing has', input: { Prefix: 'z' }, keys: [] },
  { what: 'a delimiter', input: { Delimiter: '/' }, keys: ['a', 'a b', 'a&b', 'a0', 'c\r', 'é', '\uffee', '😀'], groups: ['a/', 'b/'] },
  { what: 'prefix and delimiter', input: { Prefix: 'a/', Delimiter: '/' }, keys: ['a/1', 'a/3'], groups: ['a/2/'] },
  {
    what: 'a delimiter of two characters',
    input: { Prefix: 'a', Delimiter: '/2' },
    keys: ['a', 'a b', 'a&b', 'a/1', 'a/3', 'a0'],
    groups: ['a/2'],
  },
  { what: 'start-after a key', input: { StartAfter: 'a/2/y' }, keys: keys.slice(6) },
  { what: 'start-after what is no key', input: { StartAfter: 'a/2/xx' }, keys: keys.slice(5) },
  { what: 'start-after beyond the prefix', input: { Prefix: 'a/', StartAfter: 'b' }, keys: [] },
  { what: 'a page of none', input: { MaxKeys: 0 }, keys: [] },
];

test.each(cases)('$what', async ({ input, keys: expected, groups = [] }) => {
  const page = await list(input);
  expect(page.keys).toEqual(expected);
  expect(page.groups).toEqual(groups);
  expect(page).toMatchObject({ KeyCount: expected.length + groups.length, IsTruncated: false });
});

test.each([1, 2, 3, 5])('pages of %d lose and repeat nothing', async (pageSize) => {
  for (const input of [{}, { Delimiter: '/' }, { Prefix: 'a', Delimiter: '/' }]) {
    const whole = await list(input);
    const found: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: local.client, pageSize }, { Bucket: 'pintag', ...input })) {
      expect((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0)).toBe(page.KeyCount);
      expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
      found.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    }
    expect(found.sort()).toEqual([...whole.keys, ...whole.groups].sort());
  }
});

test('a page goes on where the last one ended, whatever was written meanwhile', async () => {
  const first = await list({ MaxKeys: 4, Prefix: 'a' });
  await local.client.send(new PutObjectCommand({ Bucket: 'pintag', Key: 'a!new', Body: 'x' }));
  const second = await list({ Prefix: 'a', ContinuationToken: first.NextContinuationToken });

  expect([...first.keys, ...second.keys]).toEqual(keys.filter((key) => key.startsWith('a')));
});

test('url encoding is what the SDK decodes, or what is asked for by hand', async () => {
  const { keys: encoded, EncodingType, Delimiter } = await list({ EncodingType: 'url', Delimiter: '/', StartAfter: 'b' });
  expect(EncodingType).toBe('url');
  expect(Delimiter).toBe('/');
  expect(encoded).toEqual(['c%0D', '%C3%A9', '%EF%BF%AE', '%F0%9F%98%80']);
});

test('what is listed of an object', async () => {
  const { Contents } = await list({ Prefix: 'a/1' });
  expect(Contents).toEqual([
    {
      Key: 'a/1',
      Size: 3,
      ETag: `"${createHash('md5').update('a/1').digest('hex')}"`,
      LastModified: expect.any(Date),
      ChecksumAlgorithm: ['CRC32'],
      ChecksumType: 'FULL_OBJECT',
      StorageClass: 'STANDARD',
    },
  ]);
});

test.each([
  ['a token that is none', { ContinuationToken: 'x' }],
  ['a negative page', { MaxKeys: -1 }],
])('%s is refused', async (_what, input) => {
  await expect(list(input)).rejects.toMatchObject(refusal(400, 'InvalidArgument'));
});
