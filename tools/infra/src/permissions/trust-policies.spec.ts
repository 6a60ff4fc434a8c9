import { evaluate } from '@pintag/local/iam';
import { describe, expect, test } from 'vitest';
import { exampleSettings } from '../settings.ts';
import { type RoleName, roleNames } from './policy-document.ts';
import { subjectsOf, trustPolicies } from './trust-policies.ts';

const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const trust = trustPolicies(exampleSettings, provider);
const names = 'repo:acme/elements';
const ids = 'repo:acme@1000001/elements@2000002';

const takes = (role: RoleName, sub: string, aud = 'sts.amazonaws.com') =>
  evaluate({
    identity: [],
    resource: trust[role],
    request: {
      principal: { kind: 'federated', provider },
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: `arn:aws:iam::123456789012:role/${role}`,
      context: { 'token.actions.githubusercontent.com:aud': aud, 'token.actions.githubusercontent.com:sub': sub },
    },
  }) === 'allowed';

describe.each([names, ids])('a job of %s', (repository) => {
  test.each<{ context: string; roles: readonly RoleName[] }>([
    { context: 'pull_request', roles: ['preview'] },
    { context: 'ref:refs/heads/main', roles: ['plan', 'stage'] },
    { context: 'ref:refs/heads/next', roles: [] },
    { context: 'ref:refs/heads/beta', roles: [] },
    { context: 'ref:refs/heads/feature/main', roles: [] },
    { context: 'ref:refs/heads/mainly', roles: [] },
    { context: 'ref:refs/tags/main', roles: [] },
    { context: 'environment:cdn-production', roles: ['release'] },
    { context: 'environment:cdn-channels', roles: ['channels'] },
    { context: 'environment:cdn-production-2', roles: [] },
  ])('that $context started takes $roles', ({ context, roles }) => {
    expect(roleNames.filter((role) => takes(role, `${repository}:${context}`))).toEqual(roles);
  });
});

test.each([
  'repo:acme/other:pull_request',
  'repo:other/elements:pull_request',
  'repo:acme@1000001/elements@999:pull_request',
  'repo:acme@999/elements@2000002:pull_request',
  'repo:acme/elements-fork:environment:cdn-production',
  'repo:acme/elements:environment:cdn-production:ref:refs/heads/main',
])('%s takes no role', (sub) => {
  expect(roleNames.filter((role) => takes(role, sub))).toEqual([]);
});

test('a token that was made for somebody else than AWS takes no role', () => {
  expect(roleNames.filter((role) => takes(role, `${names}:environment:cdn-production`, 'https://github.com/acme'))).toEqual([]);
});

test('without the ids only the names are trusted', () => {
  expect(subjectsOf({ repository: 'acme/elements' }, ['pull_request'])).toEqual(['repo:acme/elements:pull_request']);
});
