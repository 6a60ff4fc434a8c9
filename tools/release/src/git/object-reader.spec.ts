import { expect, test, vi } from 'vitest';
import { type Git, installedGit } from './git.ts';
import { openObjectReader } from './object-reader.ts';
import { createTestRemote, testEnv } from './testing/test-remote.ts';

vi.setConfig({ testTimeout: 60_000 });

async function openReader(git: Git = installedGit) {
  const { first } = await createTestRemote();
  const large = `${'0123456789abcdef'.repeat(20_000)}\n`;
  await first.commit('feat: files', { 'large.txt': large, 'empty.txt': '', 'lines.txt': 'a\nb\n\n' });
  const reader = openObjectReader({ git, cwd: first.root, env: testEnv });
  return { first, reader, large };
}

test('objects come in the order of the questions, however many are asked at once, whatever they hold', async () => {
  const { first, reader, large } = await openReader();
  const names = [
    'HEAD:large.txt',
    'HEAD:nothing.txt',
    'HEAD:empty.txt',
    'HEAD:libs',
    'HEAD',
    'HEAD:lines.txt',
    'HEAD:large.txt',
    'no such commit:x',
  ];
  const answers = await Promise.all(names.map((name) => reader.read(name)));

  expect(answers.map((answer) => answer?.type)).toEqual(['blob', undefined, 'blob', 'tree', 'commit', 'blob', 'blob', undefined]);
  expect(answers.map((answer) => answer?.body.length)).toEqual([
    large.length,
    undefined,
    0,
    expect.any(Number),
    expect.any(Number),
    5,
    large.length,
    undefined,
  ]);
  expect(answers[0]?.body.toString()).toBe(large);
  expect(answers[5]?.body.toString()).toBe('a\nb\n\n');
  expect(answers[4]?.hash).toBe(await first.git('rev-parse', 'HEAD'));
  await reader.close();
});

test('nothing is started for whoever asks nothing', async () => {
  const { reader } = await openReader({ run: () => expect.unreachable(), stream: () => expect.unreachable() });
  await reader.close();
});

const endings: readonly (readonly [what: string, stream: Git['stream'], message: RegExp])[] = [
  [
    'fails',
    async function* () {
      yield Buffer.from('');
      throw new Error('no repository');
    },
    /no repository/,
  ],
  [
    'ends too early',
    async function* () {
      yield Buffer.from('0123456789012345678901234567890123456789 blob 10\nshort');
    },
    /ended before it answered for HEAD/,
  ],
];
test.each(endings)('where git %s, every question that is open is told, and every later one', async (_, stream, message) => {
  const { reader } = await openReader({ ...installedGit, stream });
  const [one, two] = await Promise.allSettled([reader.read('HEAD'), reader.read('HEAD^')]);
  expect([one, two]).toMatchObject([
    { reason: { message: expect.stringMatching(message) } },
    { reason: { message: expect.stringMatching(message) } },
  ]);
  await expect(reader.read('HEAD')).rejects.toThrow(message);
  await reader.close();
});
