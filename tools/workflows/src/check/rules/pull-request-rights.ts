/** What the run of a pull request must not hold. */
import { condition, expressionsIn } from '../expressions.ts';
import type { Report } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { Job, Workflow } from '../workflow.ts';

const sameRepository = 'github.event.pull_request.head.repo.full_name == github.repository';

export const pullRequestRights: Rule = {
  name: 'pull-request-rights',
  why: 'A pull request runs code that nobody has read yet: no secret, no environment, no right to write, and a token for AWS only for branches of this repository.',
  check: (workflow) => (workflow.triggers.has('pull_request') ? [...secrets(workflow), ...workflow.jobs.flatMap(rights)] : []),
};

const secrets = ({ source }: Workflow): readonly Report[] =>
  expressionsIn({ value: source, line: 1 })
    .filter(({ value }) => /\bsecrets\b/.test(value))
    .map(({ value, line }) => ({
      line,
      problem: `\`${value}\` is in a workflow that a pull request runs.`,
      remedy: 'Move the job that needs it to a workflow of its own that a push or a person starts.',
    }));

function rights({ id, line, permissions, environment, inheritsSecrets, if: when }: Job): readonly Report[] {
  if (onPushOnly(condition(when))) return [];
  const own = condition(when).includes(sameRepository) && !condition(when).includes('||');
  const written = [...(permissions?.scopes ?? [])].filter(([, { level }]) => level === 'write');
  return [
    ...(environment
      ? [
          {
            line: environment.line,
            problem: `Job ${id} works in the environment ${environment.value} for a pull request.`,
            remedy: 'Do that after the merge.',
          },
        ]
      : []),
    ...(inheritsSecrets
      ? [{ line, problem: `Job ${id} hands all secrets on for a pull request.`, remedy: 'Take `secrets: inherit` away.' }]
      : []),
    ...written.flatMap(([scope, { line: at }]) => {
      if (scope !== 'id-token') {
        return [
          {
            line: at,
            problem: `Job ${id} may write ${scope} for a pull request.`,
            remedy: 'Let a `workflow_run` job of the default branch write.',
          },
        ];
      }
      return own
        ? []
        : [
            {
              line: at,
              problem: `Job ${id} asks for an OIDC token in every pull request, forks included.`,
              remedy: `Add \`if: ${sameRepository}\` to the job.`,
            },
          ];
    }),
  ];
}

/** Such a job takes no part in a pull request. */
export const onPushOnly = (when: string): boolean => /(^|&& )github\.event_name == 'push'( &&|$)/.test(when) && !when.includes('||');
