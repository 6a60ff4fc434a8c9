/** The machines that jobs run on. */
import type { Rule } from '../rule.ts';

const known = ['ubuntu-24.04', 'ubuntu-24.04-arm'];

export const runners: Rule = {
  name: 'runners',
  why: 'A label that no runner has waits for a day; one that ends in -latest becomes another machine without a commit.',
  check: ({ kind, jobs }) =>
    jobs.flatMap(({ id, line, runsOn, calls }) =>
      kind === 'action' || calls || known.includes(runsOn?.value ?? '')
        ? []
        : [
            {
              line: runsOn?.line ?? line,
              problem: `Job ${id} runs on ${runsOn?.value ?? 'nothing that is named here'}.`,
              remedy: `Write ${known.join(' or ')}.`,
            },
          ],
    ),
};
