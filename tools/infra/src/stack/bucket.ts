/** The bucket: private, versioned, and by its policy a place where things are only ever added. */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucketPolicy, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { type KeyGroup, keySpace } from '../key-space.ts';
import { bucketArnOf, bucketPolicy } from '../permissions/bucket-policy.ts';
import type { InfraSettings } from '../settings.ts';

export function addBucket(stack: Stack, { bucketName }: InfraSettings, logBucket: Bucket): Bucket {
  return new Bucket(stack, 'Bucket', {
    bucketName,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    // Its policy keeps anything from being replaced; should somebody remove that, what was there can still be fetched.
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: Object.values<KeyGroup>(keySpace).flatMap(expiry),
    serverAccessLogsBucket: logBucket,
    serverAccessLogsPrefix: 'bucket/',
  });
}

/** The bucket's policy does not bind the lifecycle: it is the one way in which something of a create-only prefix goes. */
function expiry({ pattern, expiresAfter }: KeyGroup): LifecycleRule[] {
  if (expiresAfter === undefined) return [];
  const prefix = pattern.replace(/\*$/, '');
  return [
    {
      id: `expire-${prefix.replaceAll('/', '-').replace(/-$/, '')}`,
      prefix,
      expiration: Duration.days(expiresAfter),
      // In a versioned bucket expiring only hides; this forgets.
      noncurrentVersionExpiration: Duration.days(1),
    },
  ];
}

export function addBucketPolicy(stack: Stack, bucket: Bucket, settings: InfraSettings, distributionArn: string): void {
  const written = new CfnBucketPolicy(stack, 'BucketPolicy', {
    bucket: settings.bucketName,
    policyDocument: bucketPolicy({ bucketArn: bucketArnOf(settings), distributionArn }),
  });
  written.node.addDependency(bucket);
}
