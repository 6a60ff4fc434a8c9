/** The roles that GitHub's jobs take for an hour, without any key that could leak. */
import { CfnOIDCProvider, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib';
import { type RoleName, roleNames } from '../permissions/policy-document.ts';
import { rolePolicies, type RolePolicyOptions } from '../permissions/role-policies.ts';
import { audience, gitHubIssuer, trustPolicies } from '../permissions/trust-policies.ts';
import type { InfraSettings } from '../settings.ts';

const what: Readonly<Record<RoleName, string>> = {
  plan: 'Reads what has been released.',
  preview: 'Adds builds of pull requests.',
  stage: 'Adds bundles without a version, from release branches.',
  release: 'Publishes versions, after approval.',
  channels: 'Moves channels, after approval.',
};

/** Logical id of a role in the template. */
export const roleId = (name: RoleName): string => `${name[0]!.toUpperCase()}${name.slice(1)}Role`;

export function addRoles(stack: Stack, settings: InfraSettings, arns: RolePolicyOptions): Readonly<Record<RoleName, CfnRole>> {
  const providerArn = settings.oidcProviderArn ?? addProvider(stack);
  const trust = trustPolicies(settings, providerArn);
  const policies = rolePolicies(arns);
  const roles = roleNames.map((name) => {
    const role = new CfnRole(stack, roleId(name), {
      description: what[name],
      assumeRolePolicyDocument: trust[name],
      maxSessionDuration: 3600,
      policies: [{ policyName: name, policyDocument: policies[name] }],
    });
    return [name, role] as const;
  });
  return Object.fromEntries(roles) as Record<RoleName, CfnRole>;
}

const addProvider = (stack: Stack): string =>
  new CfnOIDCProvider(stack, 'GitHub', { url: `https://${gitHubIssuer}`, clientIdList: [audience] }).attrArn;
