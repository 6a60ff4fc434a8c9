/** A store, an edge and a key-value store under the synthesised policies, and what has been released there before. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type Decided, type Local, type LocalPolicies, startLocal } from '@pintag/local';
import { keySpace } from '../key-space.ts';
import { roleNames } from '../permissions/policy-document.ts';
import { bucket, keysOf, keyValueStoreArn } from './synthesised.ts';

/** Everybody who can ask. `administrator`: every right in the account. `distribution`: CloudFront, reading for ours. */
export const principals = [...roleNames, 'administrator', 'distribution', 'anybody'] as const;
export type PrincipalName = (typeof principals)[number];

export interface ProvingGround {
  readonly local: Local;
  readonly client: (who: PrincipalName) => S3Client;
  /** `undefined`: asks without a signature. */
  readonly credentials: (who: PrincipalName) => Credentials | undefined;
  /** Every key with its ETag, which is made of the bytes. */
  snapshot(): Promise<Readonly<Record<string, string>>>;
  /** What was asked since the last time. */
  takeDecisions(): readonly Decided[];
  close(): Promise<void>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Belongs to no group of keys. */
export const elsewhere = 'backup/passwords.txt';
export const released: readonly string[] = [...Object.values(keySpace).map(({ example }) => example), elsewhere];
/** By key; each is different. */
export const bytesOf = (key: string): string => `what ${key} was released with\n`;

/** @param seed keys that are there from the start; each has its own bytes. */
export async function openProvingGround(policies: LocalPolicies, seed: readonly string[] = released): Promise<ProvingGround> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pintag-proof-'));
  let decisions: Decided[] = [];
  const onDecision = (decided: Decided) => void decisions.push(decided);
  const local = await startLocal({ dataDir, port: 0, keyValueStoreArn, policies: { ...policies, onDecision } });
  const { edge } = JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8')) as { readonly edge: Credentials };
  const { accessKeyId, secretAccessKey, endpoint, region } = local.s3;

  const credentials = (who: PrincipalName): Credentials | undefined => {
    if (who === 'administrator') return { accessKeyId, secretAccessKey };
    if (who === 'distribution') return edge;
    return who === 'anybody' ? undefined : keysOf(who);
  };
  const clients = new Map(
    principals.map((who) => {
      const key = credentials(who);
      const config: S3ClientConfig = key ? { credentials: key } : unsigned;
      return [who, new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 1, ...config })] as const;
    }),
  );
  const client = (who: PrincipalName) => clients.get(who)!;
  for (const Key of seed) {
    await client('administrator').send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytesOf(Key), IfNoneMatch: '*' }));
  }
  return {
    local,
    client,
    credentials,
    async snapshot() {
      const { Contents = [] } = await client('administrator').send(new ListObjectsV2Command({ Bucket: bucket }));
      return Object.fromEntries(Contents.map(({ Key, ETag }) => [Key, ETag!]));
    },
    takeDecisions() {
      const taken = decisions;
      decisions = [];
      return taken;
    },
    async close() {
      for (const one of clients.values()) one.destroy();
      await local.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends what it is given as it is. */
const unsigned: S3ClientConfig = {
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  signer: { sign: async (request) => request },
};
