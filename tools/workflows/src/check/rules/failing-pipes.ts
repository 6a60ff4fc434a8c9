/** Scripts run in a shell that sees every part of a pipe fail. */
import type { Rule } from '../rule.ts';

export const failingPipes: Rule = {
  name: 'failing-pipes',
  why: 'Without `shell: bash` a pipe succeeds when only its last command does, and a release that failed would be green.',
  check: ({ shell, jobs }) =>
    jobs.flatMap((job) =>
      job.steps.flatMap(({ run, shell: own }) =>
        run && (own ?? job.shell ?? shell)?.value !== 'bash'
          ? [
              {
                line: run.line,
                problem: 'The script runs in a shell that does not see a pipe fail.',
                remedy: 'Write `defaults: { run: { shell: bash } }` at the top of the workflow.',
              },
            ]
          : [],
      ),
    ),
};
