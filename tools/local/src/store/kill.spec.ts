import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServingProcess, startServingProcess } from '../testing/serving-process.ts';

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'pintag-kill-'))));
const servers: ServingProcess[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await rm(dataDir, { recursive: true });
});
const startServer = async (): Promise<ServingProcess> => {
  const server = await startServingProcess(dataDir);
  servers.push(server);
  return server;
};

const writers = 12;
/** Says in its bytes which write it was, and ends in a way that a torn one does not. */
const bodyOf = (key: string, write: number) => `${key} ${write} ${'x'.repeat((write * 7919) % 300_000)} end`;

interface History {
  /** By key: the write that was last acknowledged, `deleted`, and every one that was begun after it. */
  readonly acknowledged: Map<string, number | 'deleted'>;
  readonly begun: Map<string, Set<number | 'deleted'>>;
}

function clientOf({ addresses }: ServingProcess): S3Client {
  const { endpoint, region, bucket: _bucket, ...credentials } = addresses.s3;
  return new S3Client({ endpoint, region, credentials, maxAttempts: 1 });
}

/** Puts, replaces, uploads in parts and deletes in twelve lanes until the server is killed, after `acknowledgements` answers. */
async function writeUntilKilled(server: ServingProcess, { acknowledged, begun }: History, acknowledgements: number): Promise<void> {
  const client = clientOf(server);
  let left = acknowledgements;
  let killed: Promise<void> | undefined;
  const attempt = async (key: string, what: number | 'deleted', act: () => Promise<unknown>): Promise<void> => {
    begun.set(key, (begun.get(key) ?? new Set()).add(what));
    await act();
    acknowledged.set(key, what);
    begun.get(key)?.delete(what);
    if (--left === 0) killed = server.kill();
  };
  const lane = async (lane: number): Promise<void> => {
    for (let write = 0; ; write++) {
      const key = `lane ${lane}/${write % 5}`;
      const object = { Bucket: 'pintag', Key: key };
      const body = bodyOf(key, write);
      if (write % 7 === 6) await attempt(key, 'deleted', () => client.send(new DeleteObjectCommand(object)));
      else if (write % 7 === 5) await attempt(key, write, () => uploadInParts(client, object, body));
      else await attempt(key, write, () => client.send(new PutObjectCommand({ ...object, Body: body })));
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: writers }, (_, index) => lane(index)));
  await killed;
  client.destroy();
  expect(killed).toBeDefined();
  expect(lanes.map(({ status }) => status)).toEqual(Array(writers).fill('rejected'));
}

async function uploadInParts(client: S3Client, object: { Bucket: string; Key: string }, body: string): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: body }));
  await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
}

test.each([1, 30, 120])('killed after %d answers, it has every write that was acknowledged, and no torn one', async (acknowledgements) => {
  const history: History = { acknowledged: new Map(), begun: new Map() };
  await writeUntilKilled(await startServer(), history, acknowledgements);

  const server = await startServer();
  const client = clientOf(server);
  const listed = new Set<string | undefined>();
  for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket: 'pintag' }))
    for (const { Key } of Contents ?? []) listed.add(Key);
  for (const key of new Set([...history.acknowledged.keys(), ...history.begun.keys()])) {
    const found = await client.send(new GetObjectCommand({ Bucket: 'pintag', Key: key })).then(
      ({ Body }) => Body?.transformToString(),
      (error: Error) => error.name,
    );
    const last = history.acknowledged.get(key) ?? 'deleted';
    // What was under way when it died may have happened or not, but not by half.
    const possible = [last, ...(history.begun.get(key) ?? [])].map((write) => (write === 'deleted' ? 'NoSuchKey' : bodyOf(key, write)));
    expect(possible.includes(found ?? '')).toBe(true);
    expect(listed.has(key)).toBe(found !== 'NoSuchKey');
  }
  expect(await readdir(join(dataDir, 's3', 'drafts'))).toEqual([]);
  expect(server.errors()).toBe('');
  client.destroy();
});
