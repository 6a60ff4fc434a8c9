/** Names that GitHub keeps for its own variables are not set. */
import type { Report } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { YamlAt } from '../yaml-at.ts';

export const ownVariables: Rule = {
  name: 'own-variables',
  why: 'GitHub does not let a workflow set GITHUB_… or RUNNER_… and says nothing, so that the command would work on something else than is written.',
  check: ({ root }) => environments(root).flatMap((env) => env.entries().flatMap(([name]) => (isKept(name.value) ? [report(name)] : []))),
};

/** The token is the exception: GitHub sets none. */
const isKept = (name: string): boolean => /^(GITHUB|RUNNER)_/i.test(name) && name !== 'GITHUB_TOKEN';

const report = ({ value, line }: { readonly value: string; readonly line: number }): Report => ({
  line,
  problem: `${value} is GitHub's own, and keeps the value that GitHub gives it.`,
  remedy: 'Give the command an option or a variable of its own name.',
});

/** Of the workflow, of jobs, containers and steps. */
const environments = (place: YamlAt): readonly YamlAt[] => [
  ...place.entries().flatMap(([name, value]) => (name.value === 'env' ? [value] : environments(value))),
  ...place.items().flatMap(environments),
];
