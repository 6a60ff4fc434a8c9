/** The policies that the proof is about: those of the stack as it would be deployed, with the names of the servers on this machine. */
import type { LocalPolicies, LocalRole } from '@pintag/local';
import { type DeployedPolicies, deployedPolicies } from '../permissions/deployed-policies.ts';
import { type PolicyDocument, type RoleName, roleNames } from '../permissions/policy-document.ts';
import type { InfraSettings } from '../settings.ts';
import { synthesise } from '../synthesise.ts';

export const account = '123456789012';
export const bucket = 'pintag';
export const distributionId = 'E2QWRUHAPOMQZL';
export const distributionArn = `arn:aws:cloudfront::${account}:distribution/${distributionId}`;
export const keyValueStoreArn = `arn:aws:cloudfront::${account}:key-value-store/c2b5a1f0-6a3d-4f53-9b0e-6c1d5f2a7e90`;

export const settings: InfraSettings = {
  bucketName: bucket,
  repository: 'acme/elements',
  repositoryIds: { owner: 101, repository: 202 },
  releaseBranches: ['main'],
};

/** Takes seconds. */
export const synthesisedPolicies = (): DeployedPolicies =>
  deployedPolicies(synthesise(settings), { account, region: 'us-east-1', bucket, distributionId, keyValueStoreArn });

/** Fixed: they open nothing but a server that lives as long as a test. */
export const keysOf = (role: RoleName) => ({ accessKeyId: `AKPROOF${role.toUpperCase()}`, secretAccessKey: `the secret of ${role}` });

export const localPoliciesOf = (
  { bucket: ofBucket, roles }: { readonly bucket: PolicyDocument; readonly roles: Readonly<Record<RoleName, readonly PolicyDocument[]>> },
  more: Partial<LocalPolicies> = {},
): LocalPolicies => ({
  account,
  bucket: ofBucket,
  distributionArn,
  roles: Object.fromEntries(roleNames.map((role): [string, LocalRole] => [role, { documents: roles[role], ...keysOf(role) }])),
  ...more,
});
