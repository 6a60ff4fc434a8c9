/** The actions of others, at the commit that somebody looked at. */
import type { Report } from '../finding.ts';
import type { Rule, Surroundings } from '../rule.ts';
import type { Step } from '../workflow.ts';
import type { At } from '../yaml-at.ts';

export const pinnedActions: Rule = {
  name: 'pinned-actions',
  why: 'A tag or branch of an action can be moved to other code; a commit cannot, and ours are those that somebody looked at.',
  check: ({ jobs }, surroundings) => [
    ...jobs.flatMap(({ steps }) => steps.flatMap((step) => (step.uses ? checkUse(step.uses, step, surroundings) : []))),
    ...jobs.flatMap(({ calls }) =>
      calls && !calls.value.startsWith('./') && !/@[0-9a-f]{40}$/.test(calls.value)
        ? [
            {
              line: calls.line,
              problem: `The called workflow ${calls.value} is at no commit.`,
              remedy: 'Write the full commit behind the @.',
            },
          ]
        : [],
    ),
  ],
};

function checkUse({ value, line }: At<string>, { usesComment }: Step, { actions }: Surroundings): readonly Report[] {
  if (value.startsWith('./')) return [];
  const [name = '', ref = ''] = value.split('@');
  const known = actions.get(name);
  if (!known) {
    return [
      {
        line,
        problem: `${name} is none of the actions that may be used.`,
        remedy: 'Use a `pintag`, `nx` or `npm` command; or look at its code and add it to tools/workflows/src/check/actions.json.',
      },
    ];
  }
  const pinned = `${name}@${known.sha} # ${known.version}`;
  if (ref !== known.sha) {
    const what = /^[0-9a-f]{40}$/.test(ref) ? 'at another commit than the one that was looked at' : 'not pinned by commit';
    return [{ line, problem: `${value} is ${what}.`, remedy: `Write \`uses: ${pinned}\`.` }];
  }
  if (usesComment !== known.version) {
    return [
      {
        line,
        problem: `The comment behind ${name} says ${usesComment ?? 'no version'}, its commit is ${known.version}.`,
        remedy: `Write \`uses: ${pinned}\`.`,
      },
    ];
  }
  return [];
}
