/** No checkout leaves its token on the disk. */
import type { Rule } from '../rule.ts';

export const keptCredentials: Rule = {
  name: 'kept-credentials',
  why: 'A checkout leaves the token on the disk for everything that runs later, unless it is told not to.',
  check: ({ jobs }) =>
    jobs
      .flatMap(({ steps }) => steps)
      .flatMap(({ uses, with: inputs }) =>
        uses?.value.startsWith('actions/checkout@') && inputs.get('persist-credentials')?.value !== 'false'
          ? [
              {
                line: uses.line,
                problem: 'The checkout keeps the token.',
                remedy: 'Write `with: persist-credentials: false`, and give GITHUB_TOKEN to the step that needs it.',
              },
            ]
          : [],
      ),
};
