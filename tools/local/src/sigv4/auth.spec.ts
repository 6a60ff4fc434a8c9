import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

const minute = 60_000;
let local: TemporaryLocal;
const key = 'odd & é (1).js';
beforeAll(async () => {
  local = await startTemporaryLocal();
  await local.client.send(new PutObjectCommand({ Bucket: local.bucket, Key: key, Body: 'hello' }));
});
afterAll(() => local.close());

const get = () => new GetObjectCommand({ Bucket: local.bucket, Key: key });
/** The SDK sends what `change` makes of a request that is already signed. */
function tampering(change: (request: { headers: Record<string, string>; path: string; body?: unknown; query?: object }) => void): S3Client {
  const client = local.clientWith({});
  client.middlewareStack.add(
    (next) => (args) => {
      change(args.request as Parameters<typeof change>[0]);
      return next(args);
    },
    { step: 'finalizeRequest', name: 'tamper', priority: 'low' },
  );
  return client;
}

describe('a signature in the header', () => {
  const configs: readonly {
    what: string;
    config: (right: { accessKeyId: string; secretAccessKey: string }) => S3ClientConfig;
    expected: object;
  }[] = [
    {
      what: 'by the wrong secret',
      config: (right) => ({ credentials: { ...right, secretAccessKey: 'x' } }),
      expected: refusal(403, 'SignatureDoesNotMatch'),
    },
    {
      what: 'by an unknown key',
      config: (right) => ({ credentials: { ...right, accessKeyId: 'AKNOBODY' } }),
      expected: refusal(403, 'InvalidAccessKeyId'),
    },
    { what: 'sixteen minutes old', config: () => ({ systemClockOffset: -16 * minute }), expected: refusal(403, 'RequestTimeTooSkewed') },
    { what: 'sixteen minutes ahead', config: () => ({ systemClockOffset: 16 * minute }), expected: refusal(403, 'RequestTimeTooSkewed') },
    { what: 'for another region', config: () => ({ region: 'eu-central-1' }), expected: refusal(400, 'AuthorizationHeaderMalformed') },
  ];
  test.each(configs)('$what is refused', async ({ config, expected }) => {
    await expect(local.clientWith(config(local.s3)).send(get())).rejects.toMatchObject(expected);
  });

  test('fourteen minutes off is good', async () => {
    await expect(local.clientWith({ systemClockOffset: -14 * minute }).send(get())).resolves.toBeDefined();
  });

  test.each([
    ['another key', (request: { path: string }) => void (request.path = request.path.replace('odd', 'even')), 'SignatureDoesNotMatch'],
    [
      'another parameter',
      (request: { query?: object }) => void (request.query = { 'response-content-type': 'x' }),
      'SignatureDoesNotMatch',
    ],
    [
      'a signed header',
      (request: { headers: Record<string, string> }) => void (request.headers['x-amz-checksum-mode'] = 'X'),
      'SignatureDoesNotMatch',
    ],
    [
      'a header added',
      (request: { headers: Record<string, string> }) => void (request.headers['x-amz-copy-source'] = 'a/b'),
      'AccessDenied',
    ],
    [
      'the date',
      (request: { headers: Record<string, string> }) =>
        void (request.headers['x-amz-date'] = request.headers['x-amz-date']!.replace(/\d\dZ$/, (second) =>
          second === '00Z' ? '01Z' : '00Z',
        )),
      'SignatureDoesNotMatch',
    ],
    [
      'another hash of the body',
      (request: { headers: Record<string, string> }) => void (request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'),
      'SignatureDoesNotMatch',
    ],
  ])('tampered with, %s, is refused', async (_what, change, code) => {
    await expect(tampering(change).send(get())).rejects.toMatchObject(refusal(403, code));
  });

  test('over another body is refused, and nothing is stored', async () => {
    const object = { Bucket: local.bucket, Key: 'tampered' };
    const client = tampering((request) => void (request.body = Buffer.from('hullo')));

    await expect(client.send(new PutObjectCommand({ ...object, Body: 'hello' }))).rejects.toMatchObject(
      refusal(400, 'XAmzContentSHA256Mismatch'),
    );
    await expect(local.client.send(new HeadObjectCommand(object))).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  test('by the wrong secret over a body that is still being sent', async () => {
    const client = local.clientWith({ credentials: { ...local.s3, secretAccessKey: 'x' } });
    const put = new PutObjectCommand({ Bucket: local.bucket, Key: 'large', Body: Buffer.alloc(20_000_000) });
    await expect(client.send(put)).rejects.toMatchObject(refusal(403, 'SignatureDoesNotMatch'));
  });

  test.each([
    ['no signature', {}, 403, 'AccessDenied'],
    ['another scheme', { authorization: 'Basic YTpi' }, 400, 'AuthorizationHeaderMalformed'],
    ['half a signature', { authorization: 'AWS4-HMAC-SHA256 Credential=a/b' }, 400, 'AuthorizationHeaderMalformed'],
  ])('%s is refused', async (_what, headers, status, code) => {
    const response = await fetch(`${local.s3.endpoint}/pintag/k`, { headers });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
  });
});

describe('a presigned URL', () => {
  const presign = (expiresIn = 60, client = local.client) => getSignedUrl(client, get(), { expiresIn });

  test('gets', async () => {
    const response = await fetch(await presign());
    expect([response.status, await response.text()]).toEqual([200, 'hello']);
  });

  test('can name the headers of the answer', async () => {
    const command = new GetObjectCommand({ ...get().input, ResponseContentDisposition: 'attachment', ResponseContentType: 'text/x' });
    const response = await fetch(await getSignedUrl(local.client, command));
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect(response.headers.get('content-type')).toBe('text/x');
  });

  test('puts', async () => {
    const object = { Bucket: local.bucket, Key: 'presigned put' };
    const url = await getSignedUrl(local.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' }), new PutObjectCommand(object));

    expect((await fetch(url, { method: 'PUT', body: 'sent' })).status).toBe(200);
    const { Body } = await local.client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('sent');
    expect((await fetch(url)).status).toBe(403);
  });

  test('puts only what its checksum says', async () => {
    const object = { Bucket: local.bucket, Key: 'presigned checksum', Body: 'sent' };
    const url = await getSignedUrl(local.client, new PutObjectCommand(object));

    expect((await fetch(url, { method: 'PUT', body: 'else' })).status).toBe(400);
    expect((await fetch(url, { method: 'PUT', body: 'sent' })).status).toBe(200);
  });

  test.each([
    ['another key', (url: string) => url.replace('odd', 'even'), 403, 'SignatureDoesNotMatch'],
    ['a longer life', (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=61'), 403, 'SignatureDoesNotMatch'],
    ['a parameter more', (url: string) => `${url}&response-content-type=x`, 403, 'SignatureDoesNotMatch'],
    ['another signature', (url: string) => url.replace(/(X-Amz-Signature=)../, '$1zz'), 403, 'SignatureDoesNotMatch'],
    ['no date', (url: string) => url.replace(/X-Amz-Date=[^&]+&/, ''), 400, 'AuthorizationQueryParametersError'],
    [
      'a life of eight days',
      (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=691200'),
      400,
      'AuthorizationQueryParametersError',
    ],
    ['malformed encoding', (url: string) => `${url}&x=%E0%A4%A`, 400, 'InvalidURI'],
  ])('with %s is refused', async (_what, change, status, code) => {
    const response = await fetch(change(await presign()));
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
    expect(response.status).toBe(status);
  });

  test('ends when it says', async () => {
    const expired = await fetch(await getSignedUrl(local.client, get(), { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) }));
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
    const nearly = await fetch(await getSignedUrl(local.client, get(), { expiresIn: 60, signingDate: new Date(Date.now() - 50_000) }));
    expect(nearly.status).toBe(200);
    const tooEarly = await fetch(
      await getSignedUrl(local.client, get(), { expiresIn: 60, signingDate: new Date(Date.now() + 16 * minute) }),
    );
    expect([tooEarly.status, await tooEarly.text()]).toEqual([403, expect.stringContaining('not yet valid')]);
  });

  test('of a wrong secret is refused', async () => {
    const wrong = local.clientWith({ credentials: { ...local.s3, secretAccessKey: 'x' } });
    expect((await fetch(await presign(60, wrong))).status).toBe(403);
  });
});
