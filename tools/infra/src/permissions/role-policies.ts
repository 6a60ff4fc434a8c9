/** What each role may do. A role's own conditions repeat those of the bucket's policy, so that neither alone is what holds. */
import { type KeyGroup, keySpace } from '../key-space.ts';
import { onlyCreating, onlyReplacingKnown, policy, type PolicyDocument, type PolicyStatement, type RoleName } from './policy-document.ts';

export interface RolePolicyOptions {
  readonly bucketArn: string;
  readonly distributionArn: string;
  readonly keyValueStoreArn: string;
}

/** Patterns of keys that a role reads, creates once, and creates or replaces by their ETag. */
interface Access {
  readonly reads: readonly string[];
  /** Patterns of keys of which it learns that they are there, or not; S3 says "forbidden" of one that is not there to who may not list it. */
  readonly lists?: readonly string[];
  readonly creates?: readonly string[];
  readonly replaces?: readonly string[];
}

const patterns = (...groups: readonly KeyGroup[]): readonly string[] => groups.map(({ pattern }) => pattern);
const { artefacts, runtimes, records, staged, claims, receipts, index, versions, channels } = keySpace;

/** The distribution serves it to anybody. */
const published = 'elements/*';
/** A preview goes below the number of its pull request and the commit. */
const preview = 'elements/_preview/pr-*/*/*';
const runtimeRecords = 'elements/_records/runtime/*';
const compared = [published, ...patterns(claims, receipts, channels)];

const access: Readonly<Record<RoleName, Access>> = {
  // That a release is finished shows in that there is a receipt.
  plan: { reads: [published, ...patterns(claims, channels)], lists: compared },
  preview: { reads: [preview], creates: [preview] },
  stage: { reads: [staged.pattern, runtimeRecords], lists: [staged.pattern, runtimeRecords], creates: patterns(staged) },
  release: {
    reads: [...compared, staged.pattern],
    lists: [...compared, staged.pattern],
    creates: patterns(artefacts, runtimes, records, staged, claims, receipts),
    replaces: patterns(index, versions),
  },
  channels: { reads: patterns(channels), lists: patterns(channels), replaces: patterns(channels) },
};

export function rolePolicies({
  bucketArn,
  distributionArn,
  keyValueStoreArn,
}: RolePolicyOptions): Readonly<Record<RoleName, PolicyDocument>> {
  const ofBucket = (name: RoleName): readonly PolicyStatement[] => statementsFor(access[name], bucketArn);
  const keyValues = (...verbs: readonly string[]): PolicyStatement => ({
    Sid: 'KeyValues',
    Effect: 'Allow',
    Action: verbs.map((verb) => `cloudfront-keyvaluestore:${verb}`),
    Resource: keyValueStoreArn,
  });
  const listKeyValues = ['DescribeKeyValueStore', 'ListKeys'];
  return {
    plan: policy(...ofBucket('plan'), keyValues(...listKeyValues)),
    preview: policy(...ofBucket('preview')),
    stage: policy(...ofBucket('stage')),
    release: policy(...ofBucket('release'), {
      Sid: 'Invalidate',
      Effect: 'Allow',
      Action: 'cloudfront:CreateInvalidation',
      Resource: distributionArn,
    }),
    channels: policy(...ofBucket('channels'), keyValues(...listKeyValues, 'GetKey', 'UpdateKeys')),
  };
}

function statementsFor({ reads, lists, creates = [], replaces = [] }: Access, bucketArn: string): readonly PolicyStatement[] {
  const on = (keys: readonly string[]) => ({ Effect: 'Allow', Resource: keys.map((key) => `${bucketArn}/${key}`) }) as const;
  const statements: PolicyStatement[] = [{ Sid: 'Read', Action: 's3:GetObject', ...on(reads) }];
  if (lists) {
    // Who asks for an object that is not there is asked, by S3, for the right to list its key as a prefix.
    const Condition = { StringLike: { 's3:prefix': lists } };
    statements.push({ Sid: 'List', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn, Condition });
  }
  const created = [...creates, ...replaces];
  if (created.length > 0) statements.push({ Sid: 'Create', Action: 's3:PutObject', ...on(created), Condition: onlyCreating });
  // A statement of its own: two conditions in one would ask for both headers at once.
  if (replaces.length > 0) statements.push({ Sid: 'ReplaceKnown', Action: 's3:PutObject', ...on(replaces), Condition: onlyReplacingKnown });
  return statements;
}

const why: Readonly<Record<string, string>> = {
  [published]: 'Anybody may read it through the distribution.',
  [preview]: 'The number of the pull request and the commit are not known when the stack is deployed. Nothing there can be replaced.',
  [runtimeRecords]: 'One for each shared runtime; anybody may read them through the distribution.',
  [artefacts.pattern]: 'Version and feature are not known when the stack is deployed. Nothing there can be replaced.',
  [runtimes.pattern]: 'Named by their content. Nothing there can be replaced.',
  [records.pattern]: 'One for each version. Nothing there can be replaced.',
  [staged.pattern]: 'Named by feature and commit. Nothing there can be replaced.',
  [claims.pattern]: 'One for each version, and bundles named by their content. Nothing there can be replaced.',
  [receipts.pattern]: 'One for each version. Nothing there can be replaced.',
  [versions.pattern]: 'One for each feature. Who replaces one has to name the one that it replaces.',
  [channels.pattern]: 'One for each feature. Who replaces one has to name the one that it replaces.',
};

/**
 * Every pattern of a role's resources that has a wildcard, and why a wildcard is needed.
 * @throws {Error} nobody has said why.
 */
export function wildcardsOf(name: RoleName): readonly { readonly pattern: string; readonly why: string }[] {
  const { reads, lists = [], creates = [], replaces = [] } = access[name];
  return [...new Set([...reads, ...lists, ...creates, ...replaces])]
    .filter((pattern) => pattern.includes('*'))
    .map((pattern) => {
      const reason = why[pattern];
      if (reason === undefined) throw new Error(`Say why ${name} needs ${pattern}.`);
      return { pattern, why: reason };
    });
}
