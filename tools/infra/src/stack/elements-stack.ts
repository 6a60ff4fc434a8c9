/** The whole stack: where everything is stored, what serves it, who may write it, and who is told when something is wrong. */
import { type App, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';
import { bucketArnOf } from '../permissions/bucket-policy.ts';
import type { InfraSettings } from '../settings.ts';
import { addAlarms } from './alarms.ts';
import { addBucket, addBucketPolicy } from './bucket.ts';
import { addDistribution } from './distribution.ts';
import { addEdgeFunctions } from './edge-functions.ts';
import { acceptFindings } from './accepted-findings.ts';
import { addLogBucket, logDistribution } from './logs.ts';
import { addOutputs } from './outputs.ts';
import { addRoles } from './roles.ts';

export const stackName = 'Pintag';
/** CloudFront takes certificates, log deliveries and metrics of this region only, so everything is there. */
export const stackRegion = 'us-east-1';

export function addElementsStack(app: App, settings: InfraSettings): Stack {
  const stack = new Stack(app, stackName, {
    description: 'Pintag: versioned custom elements on S3 and CloudFront.',
    env: { region: stackRegion },
    // There are no files to upload first, so an account needs no bootstrapping, and has none of the roles that it would bring.
    synthesizer: new LegacyStackSynthesizer(),
    terminationProtection: true,
    // On the stack, whence its resources inherit them: in the template they would be said once for each.
    tags: { application: 'pintag' },
  });

  const logBucket = addLogBucket(stack);
  const bucket = addBucket(stack, settings, logBucket);
  const edgeFunctions = addEdgeFunctions(stack);
  const distribution = addDistribution(stack, settings, bucket, edgeFunctions);
  const arns = {
    bucketArn: bucketArnOf(settings),
    distributionArn: distribution.distributionArn,
    keyValueStoreArn: edgeFunctions.keyValueStore.keyValueStoreArn,
  };
  addBucketPolicy(stack, bucket, settings, arns.distributionArn);
  logDistribution(stack, arns.distributionArn, logBucket);
  const roles = addRoles(stack, settings, arns);
  addAlarms(stack, settings, { bucket, distribution, logBucket });
  addOutputs(stack, settings, { bucket, distribution, keyValueStoreArn: arns.keyValueStoreArn, roles });
  acceptFindings(settings, { distribution, roles });
  return stack;
}
