import { glob, readFile } from 'node:fs/promises';
import { matchesGlob, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readWorkflows } from './check-workflows.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const { files } = await readWorkflows(root);
const infra = files.get('.github/workflows/infra.yml')!;

/** What the stack's own code takes from other tools, as files of this repository. */
async function imported(): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const file of glob('tools/infra/src/{*,commands/*,stack/*,permissions/*}.ts', { cwd: root })) {
    if (file.endsWith('.spec.ts')) continue;
    const text = await readFile(`${root}/${file}`, 'utf8');
    for (const match of text.matchAll(/from '@pintag\/(?<tool>[\w-]+)(?<rest>[^']*)'/g)) {
      const { tool, rest } = match.groups!;
      const { exports } = JSON.parse(await readFile(`${root}/tools/${tool}/package.json`, 'utf8')) as {
        readonly exports: Readonly<Record<string, string>>;
      };
      found.add(posix.join('tools', tool!, exports[`.${rest}`]!));
    }
  }
  return [...found].sort();
}

test.each(['pull_request', 'push'])('%s: the stack is checked whenever something that it is made from changes', async (event) => {
  const paths = infra.triggers
    .get(event)!
    .get('paths')!
    .items()
    .map((item) => item.text()!.value);
  const actions = infra.jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => (uses?.value.startsWith('./') ? [uses.value] : [])));
  const parts = [
    ...(await imported()),
    ...actions.map((action) => posix.join(action, 'action.yml')),
    'tools/release/src/config/schema.ts',
    'pintag.config.ts',
    'package-lock.json',
    infra.file,
  ];
  expect(parts).toContain('tools/release/src/config.ts');
  expect(parts.filter((part) => !paths.some((path) => matchesGlob(part, path)))).toEqual([]);
});
