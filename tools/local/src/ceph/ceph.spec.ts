import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BucketAlreadyOwnedByYou, CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { cephQuirks, createS3Client, createS3Store } from '@pintag/cdn';
import { describeStore } from '@pintag/cdn/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CephMachine, findCeph } from './ceph-access.ts';

const hasGateway = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'radosgw')));
const ceph = findCeph({ env: process.env, isRoot: process.getuid?.() === 0, hasGateway });

if (ceph.kind === 'off') {
  test(`the store contract did not run on Ceph: ${ceph.reason}`, () => {
    process.stderr.write(`The store contract did not run on Ceph: ${ceph.reason}.\n`);
    expect(process.env).not.toHaveProperty('PINTAG_CEPH_ENDPOINT');
    expect(ceph.reason).not.toBe('');
  });
} else {
  describe("on Ceph's RADOS Gateway", () => {
    const bucket = 'pintag-contract';
    const { endpoint, credentials } = ceph;
    const at = { endpoint, credentials, region: 'us-east-1' };
    const client = createS3Client({ ...at, quirks: cephQuirks });
    const plain = new S3Client({ ...at, maxAttempts: 1 });
    beforeAll(async () => {
      await client.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
        if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
      });
    });
    afterAll(() => {
      client.destroy();
      plain.destroy();
    });

    describeStore('ceph', () => createS3Store({ client, bucket, quirks: cephQuirks }), {
      lacks: cephQuirks,
      s3: () => Promise.resolve({ client: plain, bucket }),
    });

    test('a wrong secret is refused', async () => {
      const wrong = new S3Client({ ...at, credentials: { ...credentials, secretAccessKey: 'x' }, maxAttempts: 1 });
      const put = wrong.send(new PutObjectCommand({ Bucket: bucket, Key: 'x', Body: 'x' }));
      await expect(put).rejects.toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } });
      wrong.destroy();
    });
  });
}

const set = { PINTAG_CEPH_ENDPOINT: 'http://127.0.0.1:7480', PINTAG_CEPH_ACCESS_KEY: 'a', PINTAG_CEPH_SECRET_KEY: 'b' };
const machines: readonly (CephMachine & { readonly what: string; readonly expected: object })[] = [
  {
    what: 'started',
    env: set,
    isRoot: false,
    hasGateway: false,
    expected: { kind: 'running', endpoint: 'http://127.0.0.1:7480', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
  },
  {
    what: 'not installed',
    env: {},
    isRoot: true,
    hasGateway: false,
    expected: { kind: 'off', reason: expect.stringContaining('not installed') },
  },
  { what: 'not root', env: {}, isRoot: false, hasGateway: true, expected: { kind: 'off', reason: expect.stringContaining('root') } },
  {
    what: 'not started',
    env: {},
    isRoot: true,
    hasGateway: true,
    expected: { kind: 'off', reason: expect.stringContaining('nobody started it') },
  },
  {
    what: 'not started, for a reason that the runner knows',
    env: { PINTAG_CEPH_REASON: 'apt-get failed' },
    isRoot: true,
    hasGateway: true,
    expected: { kind: 'off', reason: 'apt-get failed' },
  },
];

test.each(machines)('Ceph $what', ({ what: _what, expected, ...machine }) => {
  expect(findCeph(machine)).toEqual(expected);
});
