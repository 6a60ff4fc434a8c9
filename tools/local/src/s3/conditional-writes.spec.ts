import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
let count = 0;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const writers = Array.from({ length: 64 }, (_, writer) => writer);
const newObject = () => ({ Bucket: 'pintag', Key: `race-${count++}` });
const textOf = async (object: { Bucket: string; Key: string }) => {
  const { Body } = await local.client.send(new GetObjectCommand(object));
  return Body?.transformToString();
};

/** Who won; everybody else must have been told 412. */
async function winnerOf(writes: readonly Promise<unknown>[]): Promise<number> {
  const results = await Promise.allSettled(writes);
  const losers = results.filter((result) => result.status === 'rejected');
  expect(losers).toHaveLength(writes.length - 1);
  for (const { reason } of losers) expect(reason).toMatchObject(refusal(412, 'PreconditionFailed'));
  return results.findIndex(({ status }) => status === 'fulfilled');
}

describe('of 64 at once, one wins', () => {
  test('creating with PUT', async () => {
    const object = newObject();
    const winner = await winnerOf(
      writers.map((writer) => local.client.send(new PutObjectCommand({ ...object, Body: `writer ${writer}`, IfNoneMatch: '*' }))),
    );
    expect(await textOf(object)).toBe(`writer ${winner}`);
  });

  test('replacing with PUT', async () => {
    const object = newObject();
    const { ETag } = await local.client.send(new PutObjectCommand({ ...object, Body: 'before' }));
    const winner = await winnerOf(
      writers.map((writer) => local.client.send(new PutObjectCommand({ ...object, Body: `writer ${writer}`, IfMatch: ETag }))),
    );
    expect(await textOf(object)).toBe(`writer ${winner}`);
  });

  test('completing uploads, copying and putting', async () => {
    const object = newObject();
    const source = newObject();
    await local.client.send(new PutObjectCommand({ ...source, Body: 'copied' }));
    const completions = await Promise.all(
      writers.slice(0, 22).map(async (writer) => {
        const { UploadId } = await local.client.send(new CreateMultipartUploadCommand(object));
        const { ETag } = await local.client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: `writer ${writer}` }));
        return new CompleteMultipartUploadCommand({
          ...object,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
          IfNoneMatch: '*',
        });
      }),
    );
    const winner = await winnerOf(
      writers.map((writer) => {
        const completion = completions[writer];
        if (completion) return local.client.send(completion);
        if (writer < 43) return local.client.send(new PutObjectCommand({ ...object, Body: `writer ${writer}`, IfNoneMatch: '*' }));
        return local.client.send(new CopyObjectCommand({ ...object, CopySource: `${source.Bucket}/${source.Key}`, IfNoneMatch: '*' }));
      }),
    );
    expect(await textOf(object)).toBe(winner < 43 ? `writer ${winner}` : 'copied');
  });

  test('a counter that everybody raises by compare-and-set loses no step', async () => {
    const object = newObject();
    await local.client.send(new PutObjectCommand({ ...object, Body: '0' }));
    const raise = async (): Promise<void> => {
      const { Body, ETag } = await local.client.send(new GetObjectCommand(object));
      const next = String(Number(await Body?.transformToString()) + 1);
      try {
        await local.client.send(new PutObjectCommand({ ...object, Body: next, IfMatch: ETag }));
      } catch (error) {
        expect(error).toMatchObject(refusal(412, 'PreconditionFailed'));
        return raise();
      }
    };
    await Promise.all(writers.slice(0, 16).map(raise));
    expect(await textOf(object)).toBe('16');
  });
});

describe('If-Match', () => {
  test.each([
    ['quoted', (etag: string) => etag],
    ['unquoted', (etag: string) => etag.replaceAll('"', '')],
    ['one of several', (etag: string) => `"x", ${etag}`],
    ['anything', () => '*'],
  ])('%s replaces', async (_what, condition) => {
    const object = newObject();
    const { ETag } = await local.client.send(new PutObjectCommand({ ...object, Body: 'before' }));
    await local.client.send(new PutObjectCommand({ ...object, Body: 'after', IfMatch: condition(ETag!) }));
    expect(await textOf(object)).toBe('after');
  });

  test('of what is missing is a 404', async () => {
    await expect(local.client.send(new PutObjectCommand({ ...newObject(), Body: 'x', IfMatch: '"x"' }))).rejects.toMatchObject(
      refusal(404, 'NoSuchKey'),
    );
  });

  test('create-only works again once the object is deleted', async () => {
    const object = newObject();
    await local.client.send(new PutObjectCommand({ ...object, Body: 'first', IfNoneMatch: '*' }));
    await local.client.send(new DeleteObjectCommand(object));
    await local.client.send(new PutObjectCommand({ ...object, Body: 'second', IfNoneMatch: '*' }));
    expect(await textOf(object)).toBe('second');
  });
});

test('readers during forty writes see whole objects', async () => {
  const object = newObject();
  const body = (write: number) => String(write % 10).repeat(70_000 + write);
  const put = (write: number) => local.client.send(new PutObjectCommand({ ...object, Body: body(write), Metadata: { write: `${write}` } }));
  await put(0);
  let writing = true;
  const reader = async () => {
    while (writing) {
      const { Body, Metadata, ContentLength } = await local.client.send(new GetObjectCommand(object));
      const text = await Body?.transformToString();
      expect(text === body(Number(Metadata?.['write']))).toBe(true);
      expect(ContentLength).toBe(text?.length);
    }
  };
  const readers = [reader(), reader(), reader()];
  for (let write = 1; write <= 40; write++) await put(write);
  writing = false;
  await Promise.all(readers);
});
