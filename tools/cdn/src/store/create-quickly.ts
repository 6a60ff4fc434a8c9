/**
 * Creates objects at a fraction of the CPU time that the SDK's client takes for a PUT: of thousands of small files that is most of the time. It knows
 * only the ways that go well. The SDK finds address, credentials and clock, its connections and time limits are used, and whatever S3 answers with
 * anything else is for the SDK's own PUT to find out.
 */
import { createHmac, hash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { sha256Of } from '../integrity.ts';
import type { ObjectContent } from './artefact-store.ts';

export interface OtherWays<T> {
  /** Creates it with the SDK, and tries again what can be tried again. */
  readonly slowly: () => Promise<T>;
  /** S3 has an object under the key; nothing: it has none any more. */
  readonly compare: () => Promise<T | undefined>;
}

/** Creates an object, or asks one of the other ways. The first one goes slowly, and shows where S3 is; the others wait for it. */
export type QuickCreate = <T>(key: string, object: ObjectContent, otherWays: OtherWays<T>) => Promise<'created' | T>;

/** Written in a path as it is, so that nobody has to encode it the way S3 does. */
const plainKey = /^[\w.~/-]+$/;

export function createQuickly(client: S3Client, bucket: string): QuickCreate {
  let first: Promise<unknown> | undefined;
  let address: Address | undefined;
  // Regions, virtual hosts and endpoints are the SDK's to know: a PUT that S3 took shows where they are.
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      address ??= addressIn(args, bucket);
      return result;
    },
    { step: 'build' },
  );
  const sign = createSigner(client);

  return async (key, object, { slowly, compare }) => {
    if (!plainKey.test(key)) return slowly();
    if (!first) {
      const begun = slowly();
      first = begun.catch(() => undefined);
      return begun;
    }
    await first;
    const status = address && (await put({ client, address, sign, key, object }));
    if (status === 200) return 'created';
    return (status === 412 ? await compare() : undefined) ?? slowly();
  };
}

interface Address {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number | undefined;
  /** What stands before the key: the bucket, where it is not in the host's name. */
  readonly base: string;
}

type Request = Parameters<S3Client['config']['requestHandler']['handle']>[0];

function addressIn({ input, request }: { readonly input: object; readonly request: unknown }, bucket: string): Address | undefined {
  const { Bucket, Key } = input as { readonly Bucket?: string; readonly Key?: string };
  const { method, protocol, hostname, port, path } = request as Request;
  if (method !== 'PUT' || Bucket !== bucket || !Key || !path.endsWith(`/${Key}`)) return undefined;
  return { protocol, hostname, port, base: path.slice(0, -Key.length) };
}

interface Put {
  readonly client: S3Client;
  readonly address: Address;
  readonly sign: Sign;
  readonly key: string;
  readonly object: ObjectContent;
}

/** @returns the status; nothing when the connection broke or was silent. */
async function put({ client, address: { base, ...to }, sign, key, object }: Put): Promise<number | undefined> {
  const { body, contentType, cacheControl, contentEncoding, sha256 = sha256Of(body) } = object;
  const path = `${base}${key}`;
  const headers = {
    'cache-control': cacheControl,
    ...(contentEncoding && { 'content-encoding': contentEncoding }),
    'content-type': contentType,
    host: to.port === undefined ? to.hostname : `${to.hostname}:${to.port}`,
    'if-none-match': '*',
    'x-amz-checksum-sha256': sha256,
    // One digest for both: what S3 verifies, and what is signed.
    'x-amz-content-sha256': Buffer.from(sha256, 'base64').toString('hex'),
  };
  try {
    const signed = { ...(await sign(path, headers)), 'content-length': String(body.byteLength) };
    const request = { ...to, method: 'PUT', path, query: {}, headers: signed, body };
    // The handler takes what it needs of it; the SDK's class would clone it.
    const { response } = await client.config.requestHandler.handle(request as unknown as Request);
    response.body.resume();
    return response.statusCode;
  } catch {
    return undefined;
  }
}

type Sign = (path: string, headers: Readonly<Record<string, string>>) => Promise<Record<string, string>>;

/** Signature version 4 of a PUT without a query. @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function createSigner({ config }: S3Client): Sign {
  let scoped: { readonly id: string; readonly key: Buffer } | undefined;
  const keyFor = (day: string, region: string, secret: string): Buffer => {
    const id = `${day} ${region} ${secret}`;
    if (scoped?.id !== id) scoped = { id, key: [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day)) };
    return scoped.key;
  };

  return async (path, given) => {
    const [{ accessKeyId, secretAccessKey, sessionToken }, region] = await Promise.all([config.credentials(), config.region()]);
    const time = new Date(Date.now() + config.systemClockOffset).toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const headers: Record<string, string> = { ...given, 'x-amz-date': time, ...(sessionToken && { 'x-amz-security-token': sessionToken }) };
    const names = Object.keys(headers).sort();
    const signed = names.join(';');
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
    const canonical = `PUT\n${path}\n\n${lines}\n${signed}\n${headers['x-amz-content-sha256']}`;
    const scope = `${day}/${region}/s3/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = hmac(keyFor(day, region, secretAccessKey), toSign).toString('hex');
    return {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
    };
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
