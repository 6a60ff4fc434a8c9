/** Which AWS role a job takes on, and behind whose approval. */
import type { Rule } from '../rule.ts';

/** Variables with the role that a job takes on, and the environment that its trust policy names. */
const environments: ReadonlyMap<string, string> = new Map([
  ['PINTAG_ROLE_RELEASE', 'cdn-production'],
  ['PINTAG_ROLE_CHANNELS', 'cdn-channels'],
]);
/** AWS sees a job's environment instead of its branch, so that these would be refused. */
const withoutEnvironment = ['PINTAG_ROLE_PLAN', 'PINTAG_ROLE_STAGE', 'PINTAG_ROLE_PREVIEW'];

export const protectedRoles: Rule = {
  name: 'protected-roles',
  why: 'Who may publish is decided by the reviewers of an environment, and AWS trusts a role to that environment alone.',
  check: ({ jobs }) =>
    jobs.flatMap(({ id, environment, steps }) =>
      steps.flatMap(({ with: inputs }) => {
        const role = inputs.get('role-to-assume');
        if (!role) return [];
        const variable = /^\$\{\{\s*vars\.(?<name>\w+)\s*\}\}$/.exec(role.value)?.groups?.['name'];
        if (variable === undefined || !(environments.has(variable) || withoutEnvironment.includes(variable))) {
          return [
            {
              line: role.line,
              problem: `Job ${id} takes on ${role.value}, which no rule knows.`,
              remedy: 'Use one of the PINTAG_ROLE_… variables of docs/github-actions.md.',
            },
          ];
        }
        const expected = environments.get(variable);
        if (environment?.value === expected) return [];
        return [
          {
            line: role.line,
            problem: `Job ${id} takes on ${variable} ${environment ? `in the environment ${environment.value}` : 'in no environment'}.`,
            remedy: expected
              ? `Write \`environment: ${expected}\` at the job.`
              : 'Take `environment` away from the job: AWS trusts this role to a branch.',
          },
        ];
      }),
    ),
};
