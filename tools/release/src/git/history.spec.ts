import { expect, test } from 'vitest';
import { installedGit } from './git.ts';
import { readHistory } from './history.ts';
import { createTestRemote, testEnv, type TestClone } from './testing/test-remote.ts';

const read = (clone: TestClone, ...range: string[]) =>
  Array.fromAsync(readHistory({ git: installedGit, cwd: clone.root, env: testEnv, range, separator: 'a-separator', merges: true }));

test('reads messages and paths as they are, whatever characters they have', async () => {
  const { first } = await createTestRemote();
  const base = await first.git('rev-parse', 'HEAD');
  await first.commit('fix: 質問\r\n\r\nBREAKING CHANGE: ja\r\n', { 'libs/questionnaire/src/質問 "1"\t.ts': '' });
  await first.commit('chore: nothing at all');

  expect(await read(first, 'HEAD', `^${base}`)).toMatchObject([
    { message: 'chore: nothing at all', files: [] },
    { message: 'fix: 質問\n\nBREAKING CHANGE: ja', parents: [base], files: ['libs/questionnaire/src/質問 "1"\t.ts'] },
  ]);
});

test('a moved file has both names, a merge what it brings to its first parent', async () => {
  const { first } = await createTestRemote();
  const base = await first.git('rev-parse', 'HEAD');
  await first.git('switch', '--quiet', '--create', 'topic');
  await first.git('mv', 'libs/calendar', 'libs/diary');
  const moved = await first.commit('refactor: rename');
  await first.git('switch', '--quiet', 'main');
  await first.commit('fix: here', { 'libs/questionnaire/a.ts': '' });
  await first.git('merge', '--quiet', '--no-ff', '--message=Merge topic', 'topic');

  const history = await read(first, 'HEAD', `^${base}`);
  const files = ['libs/calendar/src/element.ts', 'libs/diary/src/element.ts'];
  expect(history.map(({ message }) => message)).toEqual(['Merge topic', expect.any(String), expect.any(String)]);
  expect(history[0]).toMatchObject({ files, parents: [expect.any(String), moved] });
  expect(history.find(({ hash }) => hash === moved)).toMatchObject({ files });
});

test('reads the whole history up to the first commit, in pieces', async () => {
  const { first } = await createTestRemote();
  const names = Array.from({ length: 400 }, (_, index) => `libs/calendar/src/${'long-name-'.repeat(20)}${index}.ts`);
  await first.commit('feat: many files', Object.fromEntries(names.map((name) => [name, ''])));

  const history = await read(first, 'HEAD');
  expect(history.map(({ files }) => files.length)).toEqual([400, 5]);
  expect(new Set(history[0]?.files)).toEqual(new Set(names));
});

test('a separator that comes in pieces, and names that come in many, are put together', async () => {
  const bytes = Buffer.from('a-separatorh1\0h0\0fix: 質問\n\0\nsrc/one.ts\0src/二.ts\0a-separatorh0\0\0feat: first\0\n.gitignore\0');
  const git = {
    ...installedGit,
    async *stream() {
      for (const byte of bytes) yield Buffer.of(byte);
    },
  };

  expect(await Array.fromAsync(readHistory({ git, cwd: '.', env: testEnv, range: [], separator: 'a-separator' }))).toEqual([
    { hash: 'h1', parents: ['h0'], message: 'fix: 質問', files: ['src/one.ts', 'src/二.ts'] },
    { hash: 'h0', parents: [], message: 'feat: first', files: ['.gitignore'] },
  ]);
});
