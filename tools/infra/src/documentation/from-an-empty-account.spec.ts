/** docs/aws.md against what it sets up: nothing is trusted before GitHub guards it, and what guards it has the names that are trusted. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { branchRuleset } from '../github/branch-ruleset.ts';
import { approvedIn } from '../permissions/trust-policies.ts';
import { defaultReleaseBranches } from '../settings.ts';

const page = await readFile(new URL('../../../../docs/aws.md', import.meta.url), 'utf8');
const steps = /## Ten commands\n(?<steps>.*?)\n## /s.exec(page)!.groups!['steps']!;
const code = [...steps.matchAll(/^```sh\n(?<code>.*?)^```/gms)].map(({ groups }) => groups!['code']!).join('');
/** The loop over the environments. */
const environments = /^for name in (?<names>.+); do.*?^done$/ms.exec(code)!;

test('they are ten', () => {
  expect([...code.matchAll(/ # (\d+)/g)].map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const commands = code.replace(environments[0], 'for').trim().split('\n');
  expect(commands).toHaveLength(10);
});

test('the settings are pushed, branches and environments guarded, and then the roles are made', () => {
  const order = [
    'commit and push',
    'nx validate infra',
    '/rulesets',
    '/environments/',
    'nx deploy infra',
    'gh variable set',
    'release.yml',
  ];
  const places = order.map((text) => steps.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test('the ruleset is the one that the synthesis writes, and another branch is put into it', () => {
  expect(code).toContain("rulesets' --input dist/infra/ruleset.json");
  expect(page).toContain(`select(.name == "${branchRuleset([]).name}")`);
});

test('the environments are those that the roles are trusted to, for the trusted branches, and nobody approves what they started', () => {
  expect(environments.groups!['names']!.split(' ')).toEqual(Object.values(approvedIn));
  expect([...environments[0].matchAll(/-f name=(\S+)/g)].map(([, name]) => name)).toEqual(defaultReleaseBranches);
  expect(environments[0]).toMatch(/reviewers\[\]\[id\].*prevent_self_review=true.*custom_branch_policies\]=true/s);
  // That asks for branch protection, which a ruleset is not.
  expect(environments[0]).toContain('protected_branches]=false');
});

test('a private repository is told what its plan has to have', () => {
  expect(steps).toMatch(/private repository.*Enterprise/);
});
