/** The inputs of the actions of this repository. */
import type { Report } from '../finding.ts';
import type { Rule, Surroundings } from '../rule.ts';
import type { Step } from '../workflow.ts';

export const localActions: Rule = {
  name: 'local-actions',
  why: "GitHub's checker does not open an action of this repository, so that a misspelt input would be left out in silence.",
  check: ({ jobs }, surroundings) => jobs.flatMap(({ steps }) => steps.flatMap((step) => check(step, surroundings))),
};

function check({ uses, with: inputs }: Step, { files }: Surroundings): readonly Report[] {
  if (!uses?.value.startsWith('./')) return [];
  const folder = uses.value.slice('./'.length);
  const action = files.get(`${folder}/action.yml`) ?? files.get(`${folder}/action.yaml`);
  if (!action)
    return [{ line: uses.line, problem: `There is no action at ${uses.value}.`, remedy: 'Write the folder that has the action.yml.' }];
  const known = [...action.inputs.keys()];
  const misspelt = [...inputs].flatMap(([name, { line }]) =>
    action.inputs.has(name)
      ? []
      : [{ line, problem: `${uses.value} has no input ${name}.`, remedy: `It has ${known.join(', ') || 'none'}.` }],
  );
  const missing = [...action.inputs].flatMap(([name, { required }]) =>
    required && !inputs.has(name)
      ? [{ line: uses.line, problem: `${uses.value} needs the input ${name}.`, remedy: `Write \`with: ${name}: …\`.` }]
      : [],
  );
  return [...misspelt, ...missing];
}
