/** No expression becomes part of a script. */
import { expressionsIn } from '../expressions.ts';
import type { Rule } from '../rule.ts';

/** Actions whose input is a program. */
const programs: ReadonlyMap<string, string> = new Map([['actions/github-script', 'script']]);

export const scriptInjection: Rule = {
  name: 'script-injection',
  why: 'GitHub writes the value of an expression into the script before a shell reads it, so a branch name or a title can be a command.',
  check: ({ jobs }) =>
    jobs
      .flatMap(({ steps }) => steps)
      .flatMap(({ run, uses, with: inputs }) => {
        const program = programs.get(uses?.value.split('@')[0] ?? '');
        const script = run ?? (program === undefined ? undefined : inputs.get(program));
        return script ? expressionsIn(script) : [];
      })
      .map(({ value, line }) => ({
        line,
        problem: `A script has the expression \`${value}\` in it.`,
        remedy: `Give it to the step as a variable (\`env: NAME: \${{ ${value} }}\`) and write "$NAME" in the script.`,
      })),
};
