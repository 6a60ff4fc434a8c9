/** The distribution: what it keeps and for how long, what it adds, and what it answers when there is nothing. */
import { notFound } from '@pintag/cdn';
import { Duration, type Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CachedMethods,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  type ErrorResponse,
  HttpVersion,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { errorPageKey } from '../key-space.ts';
import type { InfraSettings } from '../settings.ts';
import { lifetimesOf } from './cache-lifetimes.ts';
import type { EdgeFunctions } from './edge-functions.ts';
import { addHeadersPolicy } from './headers-policy.ts';

/** Seconds. Whoever asks a moment too early must not be told so for long. */
const errorLifetime = Duration.seconds(10);
/** What S3 says of a missing object depends on who asks; the viewer is told the same. */
const missing = [403, 404];
/** The other statuses that CloudFront would keep. */
const failed = [400, 405, 414, 416, 500, 501, 502, 503, 504];

export function addDistribution(
  stack: Stack,
  { domainNames, certificateArn }: InfraSettings,
  bucket: Bucket,
  { associations }: EdgeFunctions,
): Distribution {
  // What it may read is said in the bucket's policy, by prefixes; CDK's own way to do both would let it read the whole bucket.
  const { originAccessControlId } = new S3OriginAccessControl(stack, 'OriginAccess', {
    originAccessControlName: `${stack.stackName}-bucket`,
  });
  const origin = S3BucketOrigin.withBucketDefaults(bucket, { originAccessControlId });
  const shared = {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    cachedMethods: CachedMethods.CACHE_GET_HEAD,
    compress: true,
    functionAssociations: associations,
  } as const satisfies BehaviorOptions;

  return new Distribution(stack, 'Distribution', {
    comment: 'Pintag',
    defaultRootObject: 'index.html',
    httpVersion: HttpVersion.HTTP2_AND_3,
    enableIpv6: true,
    publishAdditionalMetrics: true,
    defaultBehavior: {
      ...shared,
      cachePolicy: addCachePolicy(stack, 'Catalog', lifetimesOf(['catalog'])),
      responseHeadersPolicy: addHeadersPolicy(stack, 'CatalogHeaders', 'The catalog', ['always', 'cors', 'catalog']),
    },
    additionalBehaviors: {
      'elements/*': {
        ...shared,
        cachePolicy: addCachePolicy(stack, 'Elements', lifetimesOf(['artefact', 'runtime', 'record', 'index', 'preview'])),
        responseHeadersPolicy: addHeadersPolicy(stack, 'ElementsHeaders', 'Everything under /elements/', ['always', 'cors']),
      },
    },
    errorResponses: [
      ...missing.map((httpStatus): ErrorResponse => ({
        httpStatus,
        responseHttpStatus: notFound.status,
        responsePagePath: `/${errorPageKey}`,
        ttl: errorLifetime,
      })),
      ...failed.map((httpStatus): ErrorResponse => ({ httpStatus, ttl: errorLifetime })),
    ],
    ...(certificateArn !== undefined && {
      domainNames: [...(domainNames ?? [])],
      certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    }),
  });
}

function addCachePolicy(stack: Stack, id: string, lifetimes: { readonly default: number; readonly max: number }): CachePolicy {
  return new CachePolicy(stack, `${id}Cache`, {
    cachePolicyName: `${stack.stackName}-${id}`,
    comment: `How long ${id.toLowerCase()} may be kept`,
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(lifetimes.default),
    maxTtl: Duration.seconds(lifetimes.max),
    cookieBehavior: CacheCookieBehavior.none(),
    headerBehavior: CacheHeaderBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    enableAcceptEncodingGzip: true,
    // Brotli is stored, at its best level, under a name of its own; the edge's quick one would only be another copy to keep.
    enableAcceptEncodingBrotli: false,
  });
}
