/** What the bucket refuses to everyone, and lets the distribution read. */
import { createOnlyPatterns, servedPatterns } from '../key-space.ts';
import type { InfraSettings } from '../settings.ts';
import { type PolicyDocument, policy } from './policy-document.ts';

export interface BucketPolicyOptions {
  readonly bucketArn: string;
  readonly distributionArn: string;
}

/** Written out, as the name is known: a reference for each prefix would be most of the template, and hard to read in it. */
export const bucketArnOf = ({ bucketName }: Pick<InfraSettings, 'bucketName'>): string => `arn:aws:s3:::${bucketName}`;

export function bucketPolicy({ bucketArn, distributionArn }: BucketPolicyOptions): PolicyDocument {
  const objects = (patterns: readonly string[]) => patterns.map((pattern) => `${bucketArn}/${pattern}`);
  const createOnly = objects(createOnlyPatterns);
  return policy(
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      // It is also the action of copies, and of every step of a multipart upload: none of those can carry the header, so none gets in.
      Sid: 'CreateOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: createOnly,
      Condition: { Null: { 's3:if-none-match': 'true' } },
    },
    {
      // A replication into this bucket would write and delete without either of the other actions.
      Sid: 'KeepForEver',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ReplicateObject', 's3:ReplicateDelete'],
      Resource: createOnly,
    },
    {
      Sid: 'DistributionReads',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: objects(servedPatterns),
      Condition: { StringEquals: { 'aws:SourceArn': distributionArn } },
    },
  );
}
