/** Policies of AWS's documentation, and what it says about requests under them. */
import { expect, test } from 'vitest';
import { type Decision, evaluate } from './evaluate.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';

const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const user = (name: string, account: string) => ({ kind: 'aws', account, arn: `arn:aws:iam::${account}:user/${name}` }) as const;

/** S3: "Enforce conditional writes on Amazon S3 buckets". */
const alice = { AWS: 'arn:aws:iam::111122223333:user/Alice' };
const objects = 'arn:aws:s3:::amzn-s3-demo-bucket1/*';
const put = { Principal: alice, Action: 's3:PutObject', Resource: objects } as const;
const parts: PolicyStatement = { ...put, Effect: 'Allow', Condition: { Bool: { 's3:ObjectCreationOperation': 'false' } } };
const enforcing = {
  'if-none-match': policy({ ...put, Effect: 'Allow', Condition: { Null: { 's3:if-none-match': 'false' } } }, parts),
  'if-match': policy(
    { ...put, Effect: 'Allow' },
    { ...put, Effect: 'Deny', Condition: { Null: { 's3:if-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } } },
    { ...put, Effect: 'Allow', Action: 's3:GetObject' },
  ),
  either: policy(
    { ...put, Effect: 'Allow', Condition: { Null: { 's3:if-none-match': 'false' } } },
    { ...put, Effect: 'Allow', Condition: { Null: { 's3:if-match': 'false' } } },
    parts,
    { ...put, Effect: 'Allow', Action: 's3:GetObject' },
  ),
};
const isWhole = { 's3:ObjectCreationOperation': 'true' };
const isPart = { 's3:ObjectCreationOperation': 'false' };
const ifNoneMatch = { 's3:if-none-match': '*' };
const ifMatch = { 's3:if-match': '"6805f2cfc46c0f04559748bb039d69ae"' };

const conditionalWrites: readonly {
  readonly enforced: keyof typeof enforcing;
  readonly what: string;
  readonly context: Readonly<Record<string, string>>;
  readonly decision: Decision;
}[] = [
  { enforced: 'if-none-match', what: 'PutObject with If-None-Match', context: { ...isWhole, ...ifNoneMatch }, decision: 'allowed' },
  { enforced: 'if-none-match', what: 'PutObject without a condition', context: isWhole, decision: 'not-allowed' },
  { enforced: 'if-none-match', what: 'PutObject with If-Match', context: { ...isWhole, ...ifMatch }, decision: 'not-allowed' },
  { enforced: 'if-none-match', what: 'CreateMultipartUpload and UploadPart', context: isPart, decision: 'allowed' },
  { enforced: 'if-match', what: 'PutObject with If-Match', context: { ...isWhole, ...ifMatch }, decision: 'allowed' },
  { enforced: 'if-match', what: 'PutObject without a condition', context: isWhole, decision: 'explicitly-denied' },
  { enforced: 'if-match', what: 'PutObject with If-None-Match', context: { ...isWhole, ...ifNoneMatch }, decision: 'explicitly-denied' },
  { enforced: 'if-match', what: 'CreateMultipartUpload and UploadPart', context: isPart, decision: 'allowed' },
  { enforced: 'either', what: 'PutObject with If-None-Match', context: { ...isWhole, ...ifNoneMatch }, decision: 'allowed' },
  { enforced: 'either', what: 'PutObject with If-Match', context: { ...isWhole, ...ifMatch }, decision: 'allowed' },
  { enforced: 'either', what: 'PutObject without a condition', context: isWhole, decision: 'not-allowed' },
  { enforced: 'either', what: 'CreateMultipartUpload and UploadPart', context: isPart, decision: 'allowed' },
];

test.each(conditionalWrites)('a bucket that enforces $enforced: $what is $decision', ({ enforced, context, decision }) => {
  const request = {
    principal: user('Alice', '111122223333'),
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket1/photo.jpg',
    context,
  };
  expect(evaluate({ identity: [], resource: enforcing[enforced], request })).toBe(decision);
});

/** IAM: "Example identity-based and resource-based policy evaluation". */
const carlos = user('carlossalazar', '111122223333');
const ofCarlos = policy(
  {
    Sid: 'AllowS3ListRead',
    Effect: 'Allow',
    Action: ['s3:GetBucketLocation', 's3:GetAccountPublicAccessBlock', 's3:ListAccessPoints', 's3:ListAllMyBuckets'],
    Resource: 'arn:aws:s3:::*',
  },
  {
    Sid: 'AllowS3Self',
    Effect: 'Allow',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar/*', 'arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar'],
  },
  { Sid: 'DenyS3Logs', Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::*log*' },
);
const ofBucket = (name: string) =>
  policy({ Effect: 'Allow', Principal: { AWS: carlos.arn }, Action: 's3:*', Resource: [`arn:aws:s3:::${name}/*`, `arn:aws:s3:::${name}`] });

const carlosAsks: readonly (readonly [string, PolicyDocument | undefined, string, string, Decision])[] = [
  [
    'a bucket of logs that allows him',
    ofBucket('amzn-s3-demo-bucket-carlossalazar-logs'),
    's3:PutObject',
    'amzn-s3-demo-bucket-carlossalazar-logs/a',
    'explicitly-denied',
  ],
  ['his own bucket, which says nothing', undefined, 's3:PutObject', 'amzn-s3-demo-bucket-carlossalazar/a', 'allowed'],
  ['a bucket that allows him, of which his policy says nothing', ofBucket('shared'), 's3:PutObject', 'shared/a', 'allowed'],
  ['a bucket that nobody allows him', undefined, 's3:PutObject', 'shared/a', 'not-allowed'],
  ['a log in his own bucket', undefined, 's3:GetObject', 'amzn-s3-demo-bucket-carlossalazar/log/a', 'explicitly-denied'],
  ['where any bucket is', undefined, 's3:GetBucketLocation', 'shared', 'allowed'],
  ['deleting in any bucket', undefined, 's3:DeleteObject', 'shared/a', 'not-allowed'],
];

test.each(carlosAsks)('%s: %s', (_what, resource, action, arn, decision) => {
  const request = { principal: carlos, action, resource: `arn:aws:s3:::${arn}`, context: {} };
  expect(evaluate({ identity: [ofCarlos], ...(resource && { resource }), request })).toBe(decision);
});

/** CloudFront: "Give the origin access control permission to access the S3 bucket". */
const originAccess = policy({
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
  Condition: { StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE' } },
});

test.each<readonly [string, string | undefined, Decision]>([
  ['the distribution that it names', 'EDFDVBD6EXAMPLE', 'allowed'],
  ['another one', 'E2ANOTHER', 'not-allowed'],
  ['none at all', undefined, 'not-allowed'],
])('origin access control: CloudFront reading for %s', (_what, distribution, decision) => {
  const request = {
    principal: { kind: 'service', service: 'cloudfront.amazonaws.com' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a.js',
    context: { ...(distribution && { 'aws:SourceArn': `arn:aws:cloudfront::111122223333:distribution/${distribution}` }) },
  } as const;
  expect(evaluate({ identity: [], resource: originAccess, request })).toBe(decision);
});

/** GitHub: "Configuring OpenID Connect in Amazon Web Services". */
const provider = 'arn:aws:iam::123456123456:oidc-provider/token.actions.githubusercontent.com';
const trust = policy({
  Effect: 'Allow',
  Principal: { Federated: provider },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo-org/octo-repo:*' },
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
  },
});

test.each<readonly [string, string, string, Decision]>([
  ['a branch of the repository', 'repo:octo-org/octo-repo:ref:refs/heads/main', 'sts.amazonaws.com', 'allowed'],
  ['another audience', 'repo:octo-org/octo-repo:ref:refs/heads/main', 'https://github.com/octo-org', 'not-allowed'],
  ['a repository whose name begins the same', 'repo:octo-org/octo-repo-2:ref:refs/heads/main', 'sts.amazonaws.com', 'not-allowed'],
])('a role that trusts a repository: a token of %s', (_what, sub, aud, decision) => {
  const request = {
    principal: { kind: 'federated', provider },
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: 'arn:aws:iam::123456123456:role/release',
    context: { 'token.actions.githubusercontent.com:sub': sub, 'token.actions.githubusercontent.com:aud': aud },
  } as const;
  expect(evaluate({ identity: [], resource: trust, request })).toBe(decision);
});
