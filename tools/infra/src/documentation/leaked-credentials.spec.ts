/** What docs/runbook.md says of leaked credentials against docs/who-may-do-what.md, which is made of the policies. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { roleNames } from '../permissions/policy-document.ts';

const read = (name: string) => readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
const runbook = await read('runbook.md');
const [head = [], , ...rows] = (await read('who-may-do-what.md'))
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

/** What a role may do, by what it may do it to. */
const rightsOf = (role: string): ReadonlyMap<string, string> => new Map(rows.map((row) => [row[1]!, row[head.indexOf(role)]!]));
const said = (role: string): string => {
  const [, , deeds = ''] = (runbook.split('\n').find((line) => line.startsWith(`| _${role}_ `)) ?? '').split('|');
  return deeds;
};

test.each(roleNames)('what somebody could do with %s is said', (role) => {
  const cells = [...rightsOf(role).values()];
  expect(cells.join()).toMatch(/read|add/);
  for (const verb of ['add', 'replace']) {
    const may = cells.some((cell) => new RegExp(`\\b${verb}\\b`).test(cell));
    expect([role, verb, new RegExp(`\\b${verb}\\b`).test(said(role))]).toEqual([role, verb, may]);
  }
  expect(cells.join()).not.toMatch(/overwrite|delete|anything/);
});

test('what a role replaces is named', () => {
  const replaced = [...rightsOf('release')]
    .filter(([, may]) => may.includes('replace'))
    .map(([what]) => /`(?:elements\/\*\/)?([^`]+)`/.exec(what)![1]!);
  expect(replaced).toHaveLength(2);
  expect(replaced.filter((what) => !said('release').includes(what))).toEqual([]);
});

test('every role can be revoked by the command, and what was staged is looked at before an approval', () => {
  const [, others = ''] = /role="\$\{PINTAG_ROLE_STAGE##\*\/\}"\s+# or (.+)/.exec(runbook) ?? [];
  expect(['STAGE', ...others.split(', ').map((name) => name.slice(1))].sort()).toEqual(roleNames.map((name) => name.toUpperCase()).sort());
  expect(runbook).toMatch(/put-role-policy --role-name "\$role"/);
  expect(said('stage')).toContain('_staging/');
  expect(runbook).toMatch(/_staging\/` before anybody approves/);
});
