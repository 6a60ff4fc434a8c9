import { expect, test } from 'vitest';
import { installedGit } from './git.ts';
import { openMergeFiles } from './merge-files.ts';
import { createTestRemote, testEnv, type TestClone } from './testing/test-remote.ts';

const open = (clone: TestClone) => openMergeFiles({ git: installedGit, cwd: clone.root, env: testEnv, separator: 'a-separator' });

async function merge(clone: TestClone, name: string, act: () => Promise<unknown>): Promise<string> {
  await clone.git('switch', '--quiet', '--create', name);
  await act();
  await clone.git('switch', '--quiet', 'main');
  await clone.commit('fix: here', { [`libs/questionnaire/${name}.ts`]: '' });
  await clone.git('merge', '--quiet', '--no-ff', `--message=Merge ${name}`, name);
  return clone.git('rev-parse', 'HEAD');
}

test('tells of each merge what it brought to its first parent, whatever the names and however many', async () => {
  const { first } = await createTestRemote();
  const many = Array.from({ length: 600 }, (_, index) => `libs/calendar/src/${'long-name-'.repeat(10)}${index}.ts`);
  const moved = await merge(first, 'moved', () =>
    first.git('mv', 'libs/calendar', 'libs/日記 "1"').then(() => first.commit('refactor: rename')),
  );
  const large = await merge(first, 'large', () => first.commit('feat: many', Object.fromEntries(many.map((name) => [name, '']))));
  const merges = open(first);

  expect(new Set(await merges.filesOf(large))).toEqual(new Set(many));
  expect(await merges.filesOf(moved)).toEqual(['libs/calendar/src/element.ts', 'libs/日記 "1"/src/element.ts']);
  expect(new Set(await merges.filesOf(large))).toEqual(new Set(many));
  await merges.close();
});

test('starts no process unless it is asked', async () => {
  const { first } = await createTestRemote();
  const git = {
    ...installedGit,
    stream: () => {
      throw new Error('asked');
    },
  };
  await openMergeFiles({ git, cwd: first.root, env: testEnv, separator: 'a-separator' }).close();
});

test('a git that fails is told, not waited for', async () => {
  const { first } = await createTestRemote();
  const merges = openMergeFiles({
    git: installedGit,
    cwd: `${first.root}/.git/hooks`,
    env: { ...testEnv, GIT_DIR: '/nowhere' },
    separator: 's',
  });
  await expect(merges.filesOf('HEAD')).rejects.toThrow('diff-tree');
});
