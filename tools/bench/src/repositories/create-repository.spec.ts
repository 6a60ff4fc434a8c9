import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { busyHistory } from './busy-history.ts';
import { createRepository, gitEnvironment } from './create-repository.ts';
import { plainHistory } from './plain-history.ts';

const small = { features: 20, libraries: 4, commits: 1_300, affected: 3, seed: 'a' };
const env = gitEnvironment(process.env);

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
const inside = async (cwd: string, ...args: string[]): Promise<string> => (await execa('git', args, { cwd, env, extendEnv: false })).stdout;

test('the same seed makes the same repository, another seed another one', async () => {
  const refs = async (seed: string): Promise<string> => {
    const { remote } = await createRepository(busyHistory({ ...small, commits: 60, seed }), { folder: await newFolder(), env });
    return inside(remote, 'for-each-ref');
  };
  const first = await refs('a');
  expect(await refs('a')).toBe(first);
  expect(await refs('b')).not.toBe(first);
});

test('the remote has a note for each tag, and the checkout is a clean clone of it', async () => {
  const history = plainHistory({ features: 3, commits: 12, seed: 'a' });
  const { remote, checkout, base } = await createRepository(history, { folder: await newFolder(), env });

  expect((await inside(remote, 'tag')).split('\n')).toEqual(
    ['data', 'feature-00', 'feature-01', 'feature-02', 'ui'].map((name) => `${name}-v1.0.0`),
  );
  expect(await inside(remote, 'notes', '--ref=semantic-release-feature-01-v1.0.0', 'show', base)).toBe('{"channels":[null]}');
  expect(await inside(checkout, 'rev-list', '--count', `${base}..origin/main`)).toBe('12');
  expect(await inside(checkout, 'status', '--porcelain')).toBe('');
});

test('it is made once and found again', async () => {
  const folder = await newFolder();
  const history = plainHistory({ features: 2, commits: 3, seed: 'a' });
  const { remote } = await createRepository(history, { folder, env });
  const made = (await stat(remote)).ctimeMs;

  expect((await createRepository(history, { folder, env })).remote).toBe(remote);
  expect((await stat(remote)).ctimeMs).toBe(made);
});

test('exactly the wanted features have a releasing commit after their last tag, and those tags lie far apart', async () => {
  const history = busyHistory(small);
  const lastTag = new Map(history.tags.map(({ name, commit }) => [name.replace(/-v[\d.]+$/, ''), commit]));
  const releasing = (name: string): boolean =>
    history.commits.some(
      ({ message, files }, position) =>
        position > lastTag.get(name)! &&
        /^(feat|fix)\(/.test(message) &&
        files.some(({ path }) => path.startsWith(`libs/${name}/src/`) && !path.endsWith('.spec.ts')),
    );
  const features = [...lastTag.keys()].filter((name) => name.startsWith('feature-'));

  expect(features).toHaveLength(20);
  expect(features.filter(releasing)).toHaveLength(3);
  const positions = features.map((name) => lastTag.get(name)!);
  expect([Math.min(...positions), new Set(positions).size > 3]).toEqual([0, true]);
});

test('no library releases a feature that is to stay as it is', () => {
  const { commits, tags } = busyHistory(small);
  const lastTag = new Map(tags.map(({ name, commit }) => [name.replace(/-v[\d.]+$/, ''), commit]));
  const imported = new Map(
    [...lastTag.keys()].map((name) => [
      name,
      commits[0]!.files
        .filter(({ path }) => path.startsWith(`libs/${name}/src/lib/`))
        .flatMap(({ text }) => /@shared\/([\w-]+)/.exec(text)?.[1] ?? []),
    ]),
  );
  const releasedAt = commits.map(({ message }) => /^(?:feat|fix)\((?<library>shared-\d+)\)/.exec(message)?.groups?.['library']);
  expect(releasedAt.filter(Boolean).length).toBeGreaterThan(5);
  const reached = [...lastTag].filter(([name, tagged]) =>
    releasedAt.some((library, position) => library !== undefined && position > tagged && imported.get(name)!.includes(library)),
  );
  expect(reached.length).toBeLessThanOrEqual(3);
});

test('as many commits as asked for, merges among them', () => {
  const { commits } = busyHistory(small);
  expect(commits).toHaveLength(1_301);
  expect(commits.filter(({ parents }) => parents.length === 2).length).toBeGreaterThan(10);
  expect(commits.slice(1).every(({ parents }, index) => parents.every((parent) => parent <= index))).toBe(true);
});
