import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { plainHistory } from '../repositories/plain-history.ts';
import { createRepository, type GeneratedRepository, gitEnvironment } from '../repositories/create-repository.ts';
import { createGitShim, type GitShim } from './git-shim.ts';

let folder: string;
let repository: GeneratedRepository;
let shim: GitShim;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pintag-bench o'spec-"));
  repository = await createRepository(plainHistory({ features: 2, commits: 3, seed: 'a' }), { folder, env: process.env });
  shim = await createGitShim(join(folder, 'shim'), process.env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => shim.reset());

const git = (args: readonly string[], cwd = repository.checkout) =>
  execa('git', args, { cwd, env: { ...gitEnvironment(process.env), PATH: shim.path }, extendEnv: false, reject: false });
const contacts = async (): Promise<number> => (await shim.read()).contacts.filter((address) => address.includes(repository.remote)).length;

test('every call is one line, whatever its arguments hold', async () => {
  await git(['rev-parse', 'HEAD']);
  await git(['log', '-1', '--format=%H\ngit push\ncall x']);
  expect((await shim.read()).calls).toEqual(['rev-parse HEAD', 'log -1 --format=%H\ngit push\ncall x']);
});

test('calls at the same time are all counted', async () => {
  await Promise.all(Array.from({ length: 20 }, () => git(['rev-parse', 'HEAD'])));
  expect((await shim.read()).calls).toHaveLength(20);
});

const cases = [
  { what: 'a fetch', args: ['fetch', 'origin'], expected: 1 },
  { what: 'a listing by URL', args: ['ls-remote', 'URL'], expected: 1 },
  { what: 'a push', args: ['push', 'origin', 'HEAD:refs/heads/topic'], expected: 1 },
  { what: 'a push that only asks', args: ['push', '--dry-run', 'URL', 'HEAD:main'], expected: 1 },
  { what: 'a log', args: ['log', '-1'], expected: 0 },
  { what: 'a fetch that git refuses by itself', args: ['fetch', '--unshallow', 'URL'], expected: 0 },
  { what: 'a fetch that a rewritten URL leads elsewhere', args: ['-c', 'url./nowhere.insteadOf=URL', 'fetch', 'URL'], expected: 0 },
];

test.each(cases)('$what makes $expected contacts', async ({ args, expected }) => {
  await git(args.map((argument) => argument.replace('URL', repository.url)));
  expect(await contacts()).toBe(expected);
});

test('a clone is a contact, and of a copy on this machine it is none with the remote', async () => {
  const copy = join(folder, 'copy.git');
  await git(['clone', '--quiet', '--bare', repository.url, copy], folder);
  expect(await contacts()).toBe(1);
  await git(['clone', '--quiet', pathToFileURL(copy).href, join(folder, 'second')], folder);
  expect(await contacts()).toBe(1);
  expect((await shim.read()).contacts).toHaveLength(2);
});

test('git from an environment without variables is counted too', async () => {
  await execa('git', ['ls-remote', repository.url], { env: { PATH: shim.path }, extendEnv: false });
  expect(await contacts()).toBe(1);
});
