/**
 * One file for each stored object: the body, then what is known about it, then a mark. Written beside its place and renamed into it, so that whoever
 * opens the name finds the whole old object or the whole new one, also after `kill -9`.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as v from 'valibot';

const mark = Buffer.from('PINTAGv1');
const tailSize = 4 + mark.byteLength;

const objectMetadata = v.object({
  key: v.string(),
  /** Bytes of the body. */
  size: v.number(),
  /** Without quotes. */
  etag: v.string(),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
  /** `content-type`, `cache-control` and the like, by lower-case name. */
  headers: v.record(v.string(), v.string()),
  /** The `x-amz-meta-` headers, without that prefix. */
  userMetadata: v.record(v.string(), v.string()),
  checksums: v.record(v.string(), v.string()),
  checksumType: v.picklist(['FULL_OBJECT', 'COMPOSITE']),
  /** How many parts a multipart upload had. */
  parts: v.optional(v.number()),
});

export type ObjectMetadata = Readonly<v.InferOutput<typeof objectMetadata>>;

export interface Draft {
  write(chunk: Uint8Array): Promise<void>;
  /**
   * Ends the file and syncs it: a power cut may lose the newest objects (their folder is not synced), but never tears one.
   * @returns moves the file to `path`, in one step.
   */
  finish(metadata: ObjectMetadata): Promise<(path: string) => Promise<void>>;
  /** To be called when the draft is not wanted; harmless after it was moved. */
  discard(): Promise<void>;
}

export async function createDraft(path: string): Promise<Draft> {
  const file = await open(path, 'wx');
  let closed = false;
  const close = async () => {
    if (!closed) await file.close();
    closed = true;
  };
  return {
    write: async (chunk) => writeWhole(file, chunk),
    async finish(metadata) {
      await writeWhole(file, tailOf(metadata));
      await file.datasync();
      await close();
      return (target) => rename(path, target);
    },
    async discard() {
      await close();
      await rm(path, { force: true });
    },
  };
}

function tailOf(metadata: ObjectMetadata): Buffer {
  const text = Buffer.from(JSON.stringify(metadata));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.byteLength);
  return Buffer.concat([text, length, mark]);
}

/** A whole file, for who fills a folder that nobody serves. */
export const objectBytes = (body: Uint8Array, metadata: ObjectMetadata): Uint8Array => Buffer.concat([body, tailOf(metadata)]);

async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.byteLength;) written += (await file.write(bytes, written)).bytesWritten;
}

export interface OpenObject {
  readonly metadata: ObjectMetadata;
  /** Bytes `start` to `end` (exclusive) of the body; closes the object when it ends or is left. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** Harmless when it is closed already. */
  close(): Promise<void>;
}

/**
 * An open object stays what it was, whatever is written under its name meanwhile.
 * @returns `undefined` when there is no such file.
 * @throws {TypeError} the file is not one of ours, or torn.
 */
export async function openObject(path: string): Promise<OpenObject | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) {
      closed = true;
      await file.close();
    }
  };
  try {
    const metadata = await readMetadata(file, path);
    return {
      metadata,
      close,
      // A stream refuses an empty range.
      read: (start = 0, end = metadata.size) =>
        closingAfter(() => (start < end ? createReadStream(path, { fd: file, start, end: end - 1, autoClose: false }) : []), close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A generator's `finally` would not run for a reader who leaves before the first byte. */
function closingAfter(
  bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  close: () => Promise<void>,
): AsyncIterable<Uint8Array> {
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* bytes();
  }
  return {
    [Symbol.asyncIterator]() {
      const source = all();
      const leave = async (): Promise<IteratorResult<Uint8Array>> => {
        await source.return(undefined);
        await close();
        return { done: true, value: undefined };
      };
      return {
        async next() {
          try {
            const next = await source.next();
            if (next.done) await close();
            return next;
          } catch (error) {
            await close();
            throw error;
          }
        },
        return: leave,
      };
    },
  };
}

async function readMetadata(file: FileHandle, path: string): Promise<ObjectMetadata> {
  const { size } = await file.stat();
  const guess = Math.min(size, 4096);
  let tail = await readAt(file, size - guess, guess);
  if (guess < tailSize || !tail.subarray(-mark.byteLength).equals(mark)) throw new TypeError(`${path} is no stored object.`);
  const length = tail.readUInt32BE(guess - tailSize);
  if (length + tailSize > size) throw new TypeError(`${path} is no stored object.`);
  if (length + tailSize > guess) tail = await readAt(file, size - length - tailSize, length + tailSize);
  const text = tail.subarray(tail.byteLength - length - tailSize, tail.byteLength - tailSize).toString();
  const metadata = v.parse(objectMetadata, JSON.parse(text));
  if (metadata.size + length + tailSize !== size) throw new TypeError(`${path} is torn: its body should have ${metadata.size} bytes.`);
  return metadata;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
