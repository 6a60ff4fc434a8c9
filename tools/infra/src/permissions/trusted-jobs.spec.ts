/** The roles are trusted to what the workflows do: every job gets the role that it asks for, and nothing is trusted that no job needs. */
import { expect, test } from 'vitest';
import { exampleSettings } from '../settings.ts';
import { readWorkflows, type Workflow } from '../testing/workflows.ts';
import { type RoleName, roleNames } from './policy-document.ts';
import { subjectsOf, trustPolicies } from './trust-policies.ts';

const workflows = await readWorkflows();
const trust = trustPolicies(exampleSettings, 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com');

/** What starts a job, as GitHub signs it: the environment, if it names one. */
function contextsOf({ on }: Workflow, environment: string | undefined): readonly string[] {
  if (environment !== undefined) return [`environment:${environment}`];
  return Object.keys(on).includes('pull_request')
    ? ['pull_request']
    : exampleSettings.releaseBranches.map((branch) => `ref:refs/heads/${branch}`);
}

const taken = Object.entries(workflows).flatMap(([file, workflow]) =>
  Object.values(workflow.jobs).flatMap((job) => {
    const environment = typeof job.environment === 'object' ? job.environment.name : job.environment;
    return job.steps.flatMap((step) => {
      const [, role] = /vars\.PINTAG_ROLE_(\w+)/.exec(String(step.with?.['role-to-assume'] ?? '')) ?? [];
      if (role === undefined) return [];
      return [{ job: `${file}: ${job.name}`, role: role.toLowerCase() as RoleName, contexts: contextsOf(workflow, environment) }];
    });
  }),
);

const trustedWith = (role: RoleName): unknown =>
  trust[role].Statement[0]?.Condition?.['StringEquals']?.['token.actions.githubusercontent.com:sub'];

test.each(taken)('$job may take $role', ({ role, contexts }) => {
  expect(trustedWith(role)).toEqual(expect.arrayContaining([...subjectsOf(exampleSettings, contexts)]));
});

test.each(roleNames)('%s is trusted to no more than the jobs that take it', (name) => {
  const contexts = new Set(taken.filter(({ role }) => role === name).flatMap((job) => job.contexts));
  expect(trustedWith(name)).toEqual(subjectsOf(exampleSettings, [...contexts]));
});

test('a branch that is trusted is one that release.yml runs on; it may run on more', () => {
  expect(workflows['release.yml']?.on['push']?.branches).toEqual(expect.arrayContaining([...exampleSettings.releaseBranches]));
});
