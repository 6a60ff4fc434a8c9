/** CloudFront's KeyValueStore, by its data plane. */
import {
  type CloudFrontKeyValueStoreClient,
  CloudFrontKeyValueStoreServiceException,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  paginateListKeys,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import pLimit from 'p-limit';
import { PintagError } from '../errors.ts';
import type { KeyValues } from './key-values.ts';

export interface CloudFrontKeyValuesOptions {
  readonly client: CloudFrontKeyValueStoreClient;
  /** `arn:aws:cloudfront::123456789012:key-value-store/327284aa-…` */
  readonly arn: string;
}

type Change =
  | { readonly kind: 'put'; readonly item: { readonly Key: string; readonly Value: string } }
  | { readonly kind: 'delete'; readonly item: { readonly Key: string } };

/** What one UpdateKeys takes. */
const mostChanges = 50;
const parallel = 8;

/** Calls DescribeKeyValueStore, GetKey, ListKeys and UpdateKeys, and no other. */
export function createCloudFrontKeyValues({ client, arn }: CloudFrontKeyValuesOptions): KeyValues {
  const trying = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      if (cause instanceof PintagError) throw cause;
      throw new PintagError('PT_KEY_VALUES_FAILED', { what, store: arn, why: reasonOf(cause) }, { cause });
    }
  };

  const readEtag = async (): Promise<string> => {
    const { ETag } = await trying('DescribeKeyValueStore', () => client.send(new DescribeKeyValueStoreCommand({ KvsARN: arn })));
    return ETag ?? '';
  };

  const readValue = (key: string): Promise<readonly [string, string] | undefined> =>
    trying(`GetKey ${key}`, async () => {
      try {
        const { Value } = await client.send(new GetKeyCommand({ KvsARN: arn, Key: key }));
        return [key, Value ?? ''] as const;
      } catch (error) {
        // The store itself was there when its ETag was read.
        if (isNamed(error, 'ResourceNotFoundException')) return undefined;
        throw error;
      }
    });

  return {
    name: arn,

    async read(keys) {
      const etag = await readEtag();
      const limit = pLimit(parallel);
      const values = await Promise.all(keys.map((key) => limit(readValue, key)));
      return { etag, values: new Map(values.filter((value) => value !== undefined)) };
    },

    async list() {
      const etag = await readEtag();
      const values = new Map<string, string>();
      await trying('ListKeys', async () => {
        for await (const { Items = [] } of paginateListKeys({ client, pageSize: 50 }, { KvsARN: arn })) {
          for (const { Key, Value } of Items) if (Key !== undefined) values.set(Key, Value ?? '');
        }
      });
      return { etag, values };
    },

    update: ({ puts, deletes = [] }, etag) =>
      trying('UpdateKeys', async () => {
        const changes: readonly Change[] = [
          ...[...puts].map(([Key, Value]) => ({ kind: 'put' as const, item: { Key, Value } })),
          ...deletes.map((Key) => ({ kind: 'delete' as const, item: { Key } })),
        ];
        let current = etag;
        for (let start = 0; start < changes.length; start += mostChanges) {
          const part = changes.slice(start, start + mostChanges);
          try {
            const { ETag } = await client.send(
              new UpdateKeysCommand({
                KvsARN: arn,
                IfMatch: current,
                Puts: part.flatMap((change) => (change.kind === 'put' ? [change.item] : [])),
                Deletes: part.flatMap((change) => (change.kind === 'delete' ? [change.item] : [])),
              }),
            );
            current = ETag ?? '';
          } catch (error) {
            // Also when our own write succeeded and its answer was lost: whoever reads again finds it done.
            if (isStale(error)) return false;
            throw error;
          }
        }
        return true;
      }),
  };
}

/** AWS documents ConflictException, and answers a stale If-Match with a ValidationException that says so. */
const isStale = (error: unknown): boolean =>
  isNamed(error, 'ConflictException') ||
  (isNamed(error, 'ValidationException') && /pre-?condition/i.test(error.message)) ||
  (error instanceof CloudFrontKeyValueStoreServiceException && error.$metadata.httpStatusCode === 412);

const isNamed = (error: unknown, name: string): error is CloudFrontKeyValueStoreServiceException =>
  error instanceof CloudFrontKeyValueStoreServiceException && error.name === name;

const reasonOf = (error: unknown): string =>
  error instanceof Error
    ? error.name === 'Error' || error.message.includes(error.name)
      ? error.message
      : `${error.name}: ${error.message}`
    : String(error);
