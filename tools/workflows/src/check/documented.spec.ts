import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { exampleSettings, synthesise } from '@pintag/infra';
import { expect, test } from 'vitest';
import { readWorkflows } from './check-workflows.ts';
import { rules } from './rules.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const page = (await readFile(`${root}/docs/github-actions.md`, 'utf8')).replaceAll(/ +/g, ' ');
const { files } = await readWorkflows(root);
const workflows = [...files.values()].filter(({ kind }) => kind === 'workflow');

test.each(rules)('the guide says why $name is a rule', ({ name, why }) => {
  expect(page).toContain(`| \`${name}\` | ${why} |`);
});

test('the guide names every workflow, variable, secret and environment that they use', () => {
  const used = workflows.flatMap(({ file, source, jobs }) => [
    file.replace('.github/workflows/', ''),
    ...[...source.matchAll(/\b(?:vars|secrets)\.(?<name>\w+)/g)].map((match) => match.groups!['name']!),
    ...jobs.flatMap(({ environment }) => (environment ? [environment.value] : [])),
  ]);
  expect([...new Set(used)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('the guide asks for the checks that there are', () => {
  const jobs = files.get('.github/workflows/ci.yml')!.root.get('jobs')!.entries();
  const names = jobs.map(([, job]) => job.get('name')!.text()!.value);
  expect(names.filter((name) => !page.includes(`_${name}_`))).toEqual([]);
});

test('the stack prints the variables that the guide says it prints: all but those of the last two rows', () => {
  const rows = page.split('\n').flatMap((line) => {
    const names = [...(line.split('|')[1]?.matchAll(/`(?<name>PINTAG_\w+)`/g) ?? [])].map((match) => match.groups!['name']!);
    return names.length > 0 ? [names] : [];
  });
  expect(page).toContain('prints all of them but the last two.');
  const printed = Object.values(synthesise(exampleSettings).Outputs ?? {}).map(({ Description }) => Description);
  expect(printed.toSorted()).toEqual(rows.slice(0, -2).flat().toSorted());
});
