import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createS3Client, createS3Store, integrityOf, parseRecord, recordKey } from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { expect, onTestFinished, test } from 'vitest';
import { countRequests, sum } from './count-requests.ts';
import { publishFolder } from './publish-folder.ts';
import { fileSize, writeTestFiles } from './test-files.ts';

test('a folder becomes a recorded version, by one request a file and one for the record; the proxy counts them', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(scratch, { recursive: true, force: true }));
  const local = await startLocal({ dataDir: join(scratch, 'local'), port: 0 });
  onTestFinished(local.close);
  const counter = await countRequests(local.s3.endpoint);
  onTestFinished(counter.close);
  const { accessKeyId, secretAccessKey, bucket, ...at } = local.s3;

  const folder = await writeTestFiles(scratch, 40);
  await publishFolder({
    folder,
    feature: 'bench',
    version: '1.0.0',
    s3: { endpoint: counter.origin, bucket, accessKeyId, secretAccessKey },
  });

  const counts = counter.take();
  expect(counts).toEqual({ PUT: 41 });
  expect(sum(counts)).toBe(41);
  const client = createS3Client({ ...at, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
  onTestFinished(() => client.destroy());
  const store = createS3Store({ client, bucket });
  const key = recordKey('bench', '1.0.0');
  const record = parseRecord((await store.read(key))!.body, key);
  expect(record.files).toHaveLength(40);
  const main = (await store.read('elements/v1.0.0/bench/main.js'))!;
  expect(main.body.byteLength).toBe(fileSize);
  expect(record.files.find(({ path }) => path === 'main.js')?.integrity).toBe(integrityOf(main.body));
});
