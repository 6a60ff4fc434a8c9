/**
 * What S3 does and this server does not. The right to it is asked for all the same: who lacks it gets the refusal that S3 would give, and
 * only who has it hears that it is not implemented.
 */
import type { Shape } from './routes.ts';

interface RefusedRoute {
  readonly methods: readonly string[];
  readonly at: 'bucket' | 'object';
  /** A parameter of the query. */
  readonly by: string;
  readonly action: string;
}

const read = ['GET', 'HEAD'];
const refusedRoutes: readonly RefusedRoute[] = [
  { methods: ['DELETE'], at: 'object', by: 'versionId', action: 's3:DeleteObjectVersion' },
  { methods: ['PUT'], at: 'object', by: 'acl', action: 's3:PutObjectAcl' },
  { methods: ['GET'], at: 'object', by: 'acl', action: 's3:GetObjectAcl' },
  { methods: ['PUT'], at: 'object', by: 'tagging', action: 's3:PutObjectTagging' },
  { methods: ['GET'], at: 'object', by: 'tagging', action: 's3:GetObjectTagging' },
  { methods: ['DELETE'], at: 'object', by: 'tagging', action: 's3:DeleteObjectTagging' },
  { methods: ['PUT'], at: 'object', by: 'retention', action: 's3:PutObjectRetention' },
  { methods: ['PUT'], at: 'object', by: 'legal-hold', action: 's3:PutObjectLegalHold' },
  { methods: ['POST'], at: 'object', by: 'restore', action: 's3:RestoreObject' },
  { methods: ['GET'], at: 'object', by: 'attributes', action: 's3:GetObject' },
  { methods: read, at: 'object', by: 'partNumber', action: 's3:GetObject' },
  { methods: read, at: 'object', by: 'versionId', action: 's3:GetObjectVersion' },
  { methods: ['GET'], at: 'bucket', by: 'versions', action: 's3:ListBucketVersions' },
  { methods: ['GET'], at: 'bucket', by: 'uploads', action: 's3:ListBucketMultipartUploads' },
  ...bucketSetting('policy', 'BucketPolicy', 's3:DeleteBucketPolicy'),
  ...bucketSetting('lifecycle', 'LifecycleConfiguration', 's3:PutLifecycleConfiguration'),
  ...bucketSetting('versioning', 'BucketVersioning'),
  ...bucketSetting('acl', 'BucketAcl'),
  ...bucketSetting('publicAccessBlock', 'BucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'),
  ...bucketSetting('ownershipControls', 'BucketOwnershipControls', 's3:PutBucketOwnershipControls'),
  ...bucketSetting('replication', 'ReplicationConfiguration', 's3:PutReplicationConfiguration'),
  ...bucketSetting('encryption', 'EncryptionConfiguration', 's3:PutEncryptionConfiguration'),
  ...bucketSetting('notification', 'BucketNotification'),
  ...bucketSetting('website', 'BucketWebsite', 's3:DeleteBucketWebsite'),
  ...bucketSetting('logging', 'BucketLogging'),
  ...bucketSetting('cors', 'BucketCORS', 's3:PutBucketCORS'),
  ...bucketSetting('tagging', 'BucketTagging', 's3:PutBucketTagging'),
];

function bucketSetting(by: string, name: string, removing?: string): readonly RefusedRoute[] {
  return [
    { methods: ['GET'], at: 'bucket', by, action: `s3:Get${name}` },
    { methods: ['PUT'], at: 'bucket', by, action: `s3:Put${name}` },
    ...(removing ? [{ methods: ['DELETE'], at: 'bucket', by, action: removing } as const] : []),
  ];
}

/** The action that a request which fits no route would need; `undefined` for one that S3 does not know either. */
export function refusedAction({ method, at, query }: Shape): string | undefined {
  // The first version of listing needs what the second one does.
  if (method === 'GET' && at === 'bucket' && [...query.keys()].every((name) => listParameters.includes(name))) return 's3:ListBucket';
  return refusedRoutes.find((route) => route.at === at && route.methods.includes(method) && query.has(route.by))?.action;
}

const listParameters = ['prefix', 'delimiter', 'marker', 'max-keys', 'encoding-type'];
