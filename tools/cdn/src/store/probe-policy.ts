/**
 * Whether a bucket's policy is in force: tries what nobody may do, on keys that can be nobody's, and takes away whatever it was let write. Reading
 * the policy would say what is written there; this says what S3 does.
 */
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { PintagError } from '../errors.ts';

/** Below these nothing is ever replaced or deleted. */
export const guardedPrefixes: readonly string[] = [
  'elements/v0.0.0/',
  'elements/runtime/',
  'elements/_records/',
  'elements/_preview/pr-0/',
  '_claims/',
  '_receipts/',
  '_staging/',
];

/** `overwrite`: a PUT without `If-None-Match`. `multipart`: an upload in parts, which no condition guards. `outside`: a PUT where no release writes. */
export type Attempt = 'overwrite' | 'multipart' | 'delete' | 'delete-version' | 'outside';

export interface Trespass {
  readonly attempt: Attempt;
  readonly key: string;
}

export interface PolicyProbe {
  /** What S3 allowed. */
  readonly allowed: readonly Trespass[];
  /**
   * Who refused the rest, as S3 says it: the bucket's policy, or only that these credentials lack the right; a policy that denies would have been
   * named first. `unknown`: S3 gave no reason.
   */
  readonly refused: readonly (Trespass & { readonly by: 'policy' | 'lack-of-right' | 'unknown' })[];
  /** What it was let write and not let take away again. */
  readonly left: readonly string[];
}

export interface ProbeOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Unique to this probe. */
  readonly id: string;
}

type Answer =
  { readonly allowed: true; readonly version?: string; readonly upload?: string } | { readonly allowed: false; readonly by: Refuser };
type Refuser = 'policy' | 'lack-of-right' | 'unknown';

/**
 * Features and runtimes never begin with `_`, and the id is new, so no key of it is anybody's.
 * @throws {PintagError} PT_STORE_FAILED S3 gave another answer than yes or no.
 */
export async function probePolicy(options: ProbeOptions): Promise<PolicyProbe> {
  const probes = await Promise.all([
    ...guardedPrefixes.map((prefix) => probeGuarded(options, `${prefix}_doctor/${options.id}`)),
    probeOutside(options),
  ]);
  return {
    allowed: probes.flatMap(({ allowed }) => allowed),
    refused: probes.flatMap(({ refused }) => refused),
    left: probes.flatMap(({ left }) => left),
  };
}

async function probeGuarded({ client, bucket }: ProbeOptions, key: string): Promise<PolicyProbe> {
  const at = { Bucket: bucket, Key: key };
  const ask = asking(bucket, key);

  const put = await ask('overwrite', async () => ({ version: (await client.send(new PutObjectCommand({ ...at, ...body }))).VersionId }));
  const parts = await ask('multipart', async () => ({ upload: (await client.send(new CreateMultipartUploadCommand(at))).UploadId }));
  const marker = await ask('delete', async () => ({ version: (await client.send(new DeleteObjectCommand(at))).VersionId }));
  const version = (put.answer.allowed && put.answer.version) || 'null';
  const gone = await ask('delete-version', async () => void (await client.send(new DeleteObjectCommand({ ...at, VersionId: version }))));

  const left: string[] = [];
  // A DELETE in a versioned bucket leaves a marker, which is a version of its own.
  const markerVersion = marker.answer.allowed ? marker.answer.version : undefined;
  if (markerVersion !== undefined) {
    const { answer } = await ask(
      'delete-version',
      async () => void (await client.send(new DeleteObjectCommand({ ...at, VersionId: markerVersion }))),
    );
    if (!answer.allowed) left.push(`${key} (a delete marker)`);
  }
  if (parts.answer.allowed) {
    const { upload } = parts.answer;
    const aborted = await ask(
      'multipart',
      async () => void (await client.send(new AbortMultipartUploadCommand({ ...at, UploadId: upload }))),
    );
    if (!aborted.answer.allowed) left.push(`${key} (an unfinished upload)`);
  }
  // Where there are versions, only the DELETE of ours takes it away.
  const isTaken = gone.answer.allowed || (marker.answer.allowed && marker.answer.version === undefined);
  if (put.answer.allowed && !isTaken) left.push(key);
  return { ...sorted(key, [put, parts, marker, gone]), left };
}

/** Create-only, so that it cannot replace anything. */
async function probeOutside({ client, bucket, id }: ProbeOptions): Promise<PolicyProbe> {
  const key = `_doctor/${id}`;
  const at = { Bucket: bucket, Key: key };
  const ask = asking(bucket, key);
  const put = await ask('outside', async () => ({
    version: (await client.send(new PutObjectCommand({ ...at, ...body, IfNoneMatch: '*' }))).VersionId,
  }));
  if (!put.answer.allowed) return { ...sorted(key, [put]), left: [] };
  const { version } = put.answer;
  const removed = await ask('delete', async () => void (await client.send(new DeleteObjectCommand({ ...at, VersionId: version }))));
  return { ...sorted(key, [put]), left: removed.answer.allowed ? [] : [key] };
}

const body = { Body: 'pintag doctor tries whether this can be written.\n', ContentType: 'text/plain', CacheControl: 'private, no-store' };

interface Asked {
  readonly attempt: Attempt;
  readonly answer: Answer;
}

const asking =
  (bucket: string, key: string) =>
  async (attempt: Attempt, act: () => Promise<{ readonly version?: string; readonly upload?: string } | void>): Promise<Asked> => {
    try {
      return { attempt, answer: { allowed: true, ...(await act()) } };
    } catch (cause) {
      // Other refusals are about a signature, a key, a clock, a bucket that is not there.
      if (cause instanceof S3ServiceException && cause.name === 'AccessDenied')
        return { attempt, answer: { allowed: false, by: refuserIn(cause.message) } };
      const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new PintagError('PT_STORE_FAILED', { what: `trying ${attempt} on ${key}`, bucket, why }, { cause });
    }
  };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
function refuserIn(message: string): Refuser {
  if (/explicit deny in a resource-based policy/.test(message)) return 'policy';
  return /because no \S+ policy allows/.test(message) ? 'lack-of-right' : 'unknown';
}

function sorted(key: string, asked: readonly Asked[]): Pick<PolicyProbe, 'allowed' | 'refused'> {
  return {
    allowed: asked.flatMap(({ attempt, answer }) => (answer.allowed ? [{ attempt, key }] : [])),
    refused: asked.flatMap(({ attempt, answer }) => (answer.allowed ? [] : [{ attempt, key, by: answer.by }])),
  };
}
