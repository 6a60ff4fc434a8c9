import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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
