/** Who asked for what: the distribution's access logs, the bucket's own, and the trail of changes, in a bucket of their own. */
import { ArnFormat, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';

/** Long enough to see which pages still load a version from before the last but one quarter. */
const keptDays = 400;

export function addLogBucket(stack: Stack): Bucket {
  return new Bucket(stack, 'LogBucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [{ id: 'expire', expiration: Duration.days(keptDays), noncurrentVersionExpiration: Duration.days(1) }],
  });
}

/** CloudFront's newer way of logging: it needs no bucket with access control lists, which the older one does. */
export function logDistribution(stack: Stack, distributionArn: string, logBucket: Bucket): void {
  const source = new CfnDeliverySource(stack, 'AccessLogSource', {
    name: `${stack.stackName}-access`,
    logType: 'ACCESS_LOGS',
    resourceArn: distributionArn,
  });
  const destination = new CfnDeliveryDestination(stack, 'AccessLogDestination', {
    name: `${stack.stackName}-access`,
    destinationResourceArn: logBucket.bucketArn,
    outputFormat: 'json',
  });
  const delivery = new CfnDelivery(stack, 'AccessLogDelivery', {
    deliverySourceName: source.name,
    deliveryDestinationArn: destination.attrArn,
    s3SuffixPath: '{yyyy}/{MM}/{dd}',
  });
  delivery.addResourceDependency(source);

  const result = logBucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AccessLogs',
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [logBucket.arnForObjects(`AWSLogs/${stack.account}/CloudFront/*`)],
      conditions: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({
            service: 'logs',
            resource: 'delivery-source',
            resourceName: source.name,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  // Deliveries are tried when they are made.
  if (result.policyDependable) delivery.node.addDependency(result.policyDependable);
}
