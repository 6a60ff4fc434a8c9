import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloudFrontKeyValues, createKeyValuesClient } from '@pintag/cdn';
import { describeKeyValues } from '@pintag/cdn/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Local, startLocal } from '../start-local.ts';

let local: Local;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pintag-key-values-'));
  local = await startLocal({ dataDir });
});
afterAll(async () => {
  await local.close();
  await rm(dataDir, { recursive: true });
});

const open = (more: { readonly arn?: string; readonly secretAccessKey?: string; readonly endpoint?: string } = {}) => {
  const { accessKeyId, secretAccessKey } = local.s3;
  const credentials = { accessKeyId, secretAccessKey: more.secretAccessKey ?? secretAccessKey };
  const client = createKeyValuesClient({ endpoint: more.endpoint ?? local.keyValueStore.endpoint, credentials, maxAttempts: 1 });
  return createCloudFrontKeyValues({ client, arn: more.arn ?? local.keyValueStore.arn });
};

describeKeyValues("CloudFront's data plane", open);

test('an address of numbers is reached as well', async () => {
  const endpoint = local.keyValueStore.endpoint.replace('localhost', '127.0.0.1');
  expect((await open({ endpoint }).read([])).etag).not.toBe('');
});

test.each([
  {
    what: 'another store',
    more: { arn: 'arn:aws:cloudfront::000000000000:key-value-store/327284aa-bcd5-499f-a3ff-26b9a9d31b58' },
    says: 'ResourceNotFoundException',
  },
  { what: 'a wrong secret', more: { secretAccessKey: 'wrong' }, says: /Signature|AccessDenied|Forbidden/i },
  { what: 'a server that is not there', more: { endpoint: 'http://localhost:1' }, says: 'ECONNREFUSED' },
])('$what: the mistake names the store, the call and the reason', async ({ more, says }) => {
  const keyValues = open(more);
  await expect(keyValues.list()).rejects.toMatchObject({
    code: 'PT_KEY_VALUES_FAILED',
    facts: { store: keyValues.name, what: 'DescribeKeyValueStore', why: expect.stringMatching(says) },
  });
});
