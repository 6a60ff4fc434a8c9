/** What a workflow has to know about the stack, under the names that it knows it by. */
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { type RoleName, roleNames } from '../permissions/policy-document.ts';
import type { InfraSettings } from '../settings.ts';

export interface OutputSources {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  readonly keyValueStoreArn: string;
  readonly roles: Readonly<Record<RoleName, CfnRole>>;
}

/** CloudFormation allows no underscore in an output's name: by output, the variable of the workflows and of `pintag`. */
export const variableOfOutput: Readonly<Record<string, string>> = {
  Account: 'PINTAG_ACCOUNT',
  StoreBucket: 'PINTAG_STORE_BUCKET',
  StoreRegion: 'PINTAG_STORE_REGION',
  EdgeOrigin: 'PINTAG_EDGE_ORIGIN',
  EdgeDistribution: 'PINTAG_EDGE_DISTRIBUTION',
  EdgeKeyValueStore: 'PINTAG_EDGE_KEY_VALUE_STORE',
  ...Object.fromEntries(roleNames.map((name) => [outputOfRole(name), `PINTAG_ROLE_${name.toUpperCase()}`])),
};

export function addOutputs(stack: Stack, { domainNames }: InfraSettings, sources: OutputSources): void {
  const values: Readonly<Record<string, string>> = {
    Account: stack.account,
    StoreBucket: sources.bucket.bucketName,
    StoreRegion: stack.region,
    EdgeOrigin: `https://${domainNames?.[0] ?? sources.distribution.distributionDomainName}`,
    EdgeDistribution: sources.distribution.distributionId,
    EdgeKeyValueStore: sources.keyValueStoreArn,
    ...Object.fromEntries(roleNames.map((name) => [outputOfRole(name), sources.roles[name].attrArn])),
  };
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value, description: variableOfOutput[name]! });
}

function outputOfRole(name: RoleName): string {
  return `${name}RoleArn`;
}
