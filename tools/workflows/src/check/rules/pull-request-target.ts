/** The event that gives a stranger our secrets. */
import type { Rule } from '../rule.ts';

export const pullRequestTarget: Rule = {
  name: 'pull-request-target',
  why: "It runs for forks with secrets and a token that can write; one checkout of the pull request, and a stranger's code has both.",
  check: ({ triggers }) => {
    const at = triggers.get('pull_request_target');
    return at
      ? [
          {
            line: at.line,
            problem: 'The workflow runs on `pull_request_target`.',
            remedy: 'Use `pull_request` without rights, and a `workflow_run` job for what has to write.',
          },
        ]
      : [];
  },
};
