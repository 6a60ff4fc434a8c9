/** Artefacts in an S3 bucket. S3's conditional writes make every promise of the store; nothing here locks. */
import { randomUUID } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import pRetry from 'p-retry';
import { PintagError } from '../errors.ts';
import { sha256Of } from '../integrity.ts';
import { type ArtefactStore, KeyTaken, type ObjectContent, type StoredObject, type Written } from './artefact-store.ts';
import { createQuickly } from './create-quickly.ts';
import type { S3Quirk } from './s3-quirks.ts';

export interface S3StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly quirks?: readonly S3Quirk[];
}

/** What a store threw because this identity has no right to it, and not because something is wrong. */
export const isAccessDenied = (failure: unknown): boolean =>
  failure instanceof PintagError && failure.cause instanceof Error && failure.cause.name === 'AccessDenied';

type Condition = Pick<PutObjectCommandInput, 'IfNoneMatch' | 'IfMatch' | 'Metadata'>;

/**
 * What S3 or the way to it does wrong, for longer than the SDK tries, is a PintagError PT_STORE_FAILED with the SDK's error as its cause.
 * @example createS3Store({ client: createS3Client({ region: 'eu-central-1' }), bucket: 'elements' })
 */
export function createS3Store({ client, bucket, quirks = [] }: S3StoreOptions): ArtefactStore {
  const trying = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      if (cause instanceof KeyTaken || cause instanceof PintagError) throw cause;
      throw new PintagError('PT_STORE_FAILED', { what, bucket, why: reasonOf(cause) }, { cause });
    }
  };
  const at = (key: string) => ({ Bucket: bucket, Key: key });

  const put = (key: string, object: ObjectContent, condition: Condition) =>
    client.send(
      new PutObjectCommand({
        ...at(key),
        Body: object.body,
        ContentType: object.contentType,
        CacheControl: object.cacheControl,
        ContentEncoding: object.contentEncoding,
        ChecksumSHA256: object.sha256 ?? sha256Of(object.body),
        ...condition,
      }),
    );

  /** Base64 SHA-256 of what is stored; S3 knows it, so that comparing costs no download. */
  const storedSha256 = async (key: string): Promise<string | undefined> => {
    if (!quirks.includes('no-checksums')) {
      const head = await orMissing(client.send(new HeadObjectCommand({ ...at(key), ChecksumMode: 'ENABLED' })));
      if (!head || head.ChecksumSHA256) return head?.ChecksumSHA256;
    }
    const stored = await read(key);
    return stored && sha256Of(stored.body);
  };

  const read = (key: string): Promise<StoredObject | undefined> =>
    // The SDK retries a request, but not a body that breaks off while it is read.
    pRetry(
      async () => {
        const answer = await orMissing(client.send(new GetObjectCommand(at(key))));
        if (!answer) return undefined;
        return {
          body: answer.Body ? await wholeBody(answer.Body) : new Uint8Array(),
          etag: answer.ETag ?? '',
          contentType: answer.ContentType ?? '',
          cacheControl: answer.CacheControl ?? '',
          ...(answer.ContentEncoding && { contentEncoding: answer.ContentEncoding }),
        };
      },
      { ...patience, retries: 3, shouldRetry: ({ error }) => error instanceof BrokenBody },
    );

  /** @returns nothing when the key is free again. @throws {KeyTaken} */
  const compareWithStored = async (key: string, { body, sha256 = sha256Of(body) }: ObjectContent): Promise<'identical' | undefined> => {
    const stored = await storedSha256(key);
    if (stored === undefined) return undefined;
    if (stored === sha256) return 'identical';
    throw new KeyTaken(key);
  };
  const createSlowly = (key: string, object: ObjectContent): Promise<Written> =>
    pRetry(async () => {
      try {
        await put(key, object, { IfNoneMatch: '*' });
        return 'created';
      } catch (error) {
        if (!isStatus(error, 412)) throw error;
        // Also the way out when our own write succeeded and its response was lost: the SDK's second try finds the first.
        const found = await compareWithStored(key, object);
        if (!found) throw error;
        return found;
      }
    }, whileInFlight);
  const quickly = createQuickly(client, bucket);

  return {
    create: (key, object) => {
      const compare = () => compareWithStored(key, object);
      return trying(`writing ${key}`, () => quickly<Written>(key, object, { slowly: () => createSlowly(key, object), compare }));
    },

    compareAndSet: (key, object, etag) => {
      const write = randomUUID();
      const condition =
        etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: quirks.includes('unquoted-if-match') ? unquoted(etag) : etag };
      return trying(`writing ${key}`, () =>
        pRetry(async () => {
          try {
            await put(key, object, { ...condition, Metadata: { [writeMark]: write } });
            return true;
          } catch (error) {
            // S3 answers 404 to If-Match on a key that does not exist.
            if (!isStatus(error, 412) && !isMissing(error)) throw error;
            // The SDK's second try may have met what its first one wrote. The mark tells it from another writer who wrote the same bytes.
            const head = await orMissing(client.send(new HeadObjectCommand(at(key))));
            return head?.Metadata?.[writeMark] === write;
          }
        }, whileInFlight),
      );
    },

    read: (key) => trying(`reading ${key}`, () => read(key)),

    async *list(prefix) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      for (;;) {
        const page = await trying(`listing ${prefix || 'everything'}`, () => pages.next());
        if (page.done) return;
        for (const { Key } of page.value.Contents ?? []) if (Key !== undefined) yield Key;
      }
    },
  };
}

/** An answer whose body does not arrive whole; what the answer said before is no error. */
class BrokenBody extends Error {
  override readonly name = 'BrokenBody';
}

async function wholeBody(body: { transformToByteArray(): Promise<Uint8Array> }): Promise<Uint8Array> {
  try {
    return await body.transformToByteArray();
  } catch (cause) {
    throw new BrokenBody(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What the SDK says, and the code that S3 gave it: some of its messages say nothing alone. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error.message.includes(error.name) ? error.message : `${error.name}: ${error.message}`;
}

/** Metadata name that says which write an object came from. */
const writeMark = 'pintag-write';

const patience = { retries: 6, minTimeout: 50, maxTimeout: 2_000, randomize: true };

/** 409: another conditional write of this key is in flight; S3 asks to try again. A 412 gets here when the key vanished before it was compared. */
const whileInFlight = { ...patience, shouldRetry: ({ error }: { error: Error }) => isStatus(error, 409) || isStatus(error, 412) };

const isStatus = (error: unknown, status: number) => error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
/** A missing bucket is also a 404, but must not look like an empty store. */
const isMissing = (error: unknown) => isStatus(error, 404) && error instanceof Error && error.name !== 'NoSuchBucket';
const unquoted = (etag: string) => etag.replace(/^"|"$/g, '');

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
