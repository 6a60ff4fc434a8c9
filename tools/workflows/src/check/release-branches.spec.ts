import { readFile } from 'node:fs/promises';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import config from '../../../../pintag.config.ts';
import { readYaml } from './yaml-at.ts';

const workflows = new URL('../../../../.github/workflows/', import.meta.url);
const releasing = (config.branches ?? []).map((branch) => (typeof branch === 'string' ? branch : branch.name));

const branches = ['main', 'next', 'beta', '1.x', '1.2.x', '10.x', '1.x.x', 'feature/calendar', 'release', 'x', '1.2.3'];

test.each(['release.yml', 'ci.yml'])('%s runs on the branches that pintag.config.ts releases from, and on no other', async (name) => {
  const source = await readFile(fileURLToPath(new URL(name, workflows)), 'utf8');
  const patterns = readYaml(source)
    .get('on')!
    .get('push')!
    .get('branches')!
    .items()
    .map((item) => item.text()!.value);

  const run = branches.filter((branch) => patterns.some((pattern) => asGitHub(pattern).test(branch)));
  expect(run).toEqual(branches.filter((branch) => releasing.some((pattern) => matchesGlob(branch, pattern))));
});

/** GitHub's filter patterns: `*` is no slash, `+` is one or more of what stands before, `[0-9]` a range. */
const asGitHub = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll('.', '\\.')
      .replaceAll('**', '.+')
      .replaceAll(/(?<!\.)\*/g, '[^/]*')}$`,
  );
