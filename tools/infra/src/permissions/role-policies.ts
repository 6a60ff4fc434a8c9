/** What each role may do. A role's own conditions repeat those of the bucket's policy, so that neither alone is what holds. */
import { keySpace } from '../key-space.ts';
import { onlyCreating, onlyReplacingKnown, policy, type PolicyDocument, type PolicyStatement, type RoleName } from './policy-document.ts';

export interface RolePolicyOptions {
  readonly bucketArn: string;
  readonly distributionArn: string;
  readonly keyValueStoreArn: string;
}

/** A preview goes below the number of its pull request and the commit. */
const previewPattern = 'elements/_preview/pr-*/*/*';
const { artefacts, runtimes, records, staged, claims, receipts, index, versions, channels } = keySpace;
/** The distribution serves it to anybody. */
const published = 'elements/*';

export function rolePolicies({
  bucketArn,
  distributionArn,
  keyValueStoreArn,
}: RolePolicyOptions): Readonly<Record<RoleName, PolicyDocument>> {
  const objects = (patterns: readonly string[]) => patterns.map((pattern) => `${bucketArn}/${pattern}`);

  const create = (patterns: readonly string[]): PolicyStatement => ({
    Sid: 'Create',
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: objects(patterns),
    Condition: onlyCreating,
  });
  /** One by one, because both conditions in one statement would ask for both headers at once. */
  const createOrReplaceKnown = (patterns: readonly string[]): readonly PolicyStatement[] => [
    { Sid: 'CreateFirst', Effect: 'Allow', Action: 's3:PutObject', Resource: objects(patterns), Condition: onlyCreating },
    { Sid: 'ReplaceKnown', Effect: 'Allow', Action: 's3:PutObject', Resource: objects(patterns), Condition: onlyReplacingKnown },
  ];
  const read = (patterns: readonly string[]): PolicyStatement => ({
    Sid: 'Read',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: objects(patterns),
  });
  /** Also what tells a missing object from a forbidden one: S3 asks for the right to list the key that it did not find. */
  const list = (patterns: readonly string[]): PolicyStatement => ({
    Sid: 'List',
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: bucketArn,
    Condition: { StringLike: { 's3:prefix': patterns } },
  });
  const keyValues = (...verbs: readonly string[]): PolicyStatement => ({
    Sid: 'KeyValues',
    Effect: 'Allow',
    Action: verbs.map((verb) => `cloudfront-keyvaluestore:${verb}`),
    Resource: keyValueStoreArn,
  });

  const compared = [published, claims.pattern, receipts.pattern, channels.pattern];
  const ofARelease = [artefacts, runtimes, records, staged, claims, receipts].map(({ pattern }) => pattern);
  const stageReads = [staged.pattern, 'elements/_records/runtime/*'];
  return {
    plan: policy(read(compared), list(compared), keyValues('DescribeKeyValueStore', 'GetKey', 'ListKeys')),
    preview: policy(create([previewPattern]), read([previewPattern])),
    stage: policy(create([staged.pattern]), read(stageReads), list(stageReads)),
    release: policy(
      create(ofARelease),
      ...createOrReplaceKnown([index.pattern, versions.pattern]),
      read([...compared, staged.pattern]),
      list([...compared, staged.pattern]),
      { Sid: 'Invalidate', Effect: 'Allow', Action: 'cloudfront:CreateInvalidation', Resource: distributionArn },
    ),
    channels: policy(
      ...createOrReplaceKnown([channels.pattern]),
      read([channels.pattern]),
      list([channels.pattern]),
      keyValues('DescribeKeyValueStore', 'GetKey', 'ListKeys', 'UpdateKeys'),
    ),
  };
}
