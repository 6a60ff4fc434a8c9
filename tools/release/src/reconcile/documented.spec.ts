import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { docsFile } from '../testing/json-schema.ts';
import { type DiscrepancyKind, discrepancy, kinds } from './discrepancy.ts';

const page = await readFile(docsFile('repair.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);
const names = Object.keys(kinds) as DiscrepancyKind[];

/** However the lines are broken. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const commandsIn = (text: string): string[] => [...flat(text).matchAll(/`((?:pintag|git) [^`]+)`/g)].map(([, command]) => command!);

test.each(names)('docs/repair.md says of %s what the command says', (kind) => {
  const about = sections.filter((section) => section.includes(`\`${kind}\``));
  expect(about).not.toEqual([]);
  const documented = about.flatMap(commandsIn);
  const { remedy } = discrepancy(kind, { message: '' });
  expect(commandsIn(remedy).filter((command) => !documented.includes(command))).toEqual([]);
  if (remedy.includes('<key>')) expect(flat(about.join())).toContain("remove `<key>` as the bucket's owner");
});

test('docs/repair.md names no kind that there is not', () => {
  const named = [...page.matchAll(/`([a-z]+(?:-[a-z]+){1,3})`/g)].map(([, name]) => name!);
  expect(named.filter((name) => !names.includes(name as DiscrepancyKind))).toEqual([]);
});

test('every kind has a found state that names it', async () => {
  const { foundStates } = await import('./testing/found-states/index.ts');
  const said = new Set<DiscrepancyKind>(foundStates.flatMap(({ says }) => says));
  expect(names.filter((kind) => !said.has(kind))).toEqual([]);
});
