/**
 * Why a run has a committer of its own. The notes of two runs on one commit can have the same text and the same second; only who committed
 * them tells them apart, and git calls a push of what is there already a success.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { type Environment } from '../git/git.ts';
import { scratchEnvironment } from '../git/environment.ts';
import { noteRef } from '../git/mirror.ts';

const tag = 'calendar-v1.0.0';
const second = { GIT_AUTHOR_DATE: '2026-03-04T05:06:07Z', GIT_COMMITTER_DATE: '2026-03-04T05:06:07Z' };
const someone = {
  GIT_AUTHOR_NAME: 'ci',
  GIT_AUTHOR_EMAIL: 'ci@school.example',
  GIT_COMMITTER_NAME: 'ci',
  GIT_COMMITTER_EMAIL: 'ci@school.example',
};
const anyone = { ...process.env, ...second, ...someone, GIT_CONFIG_GLOBAL: '/dev/null' };

const cases: readonly { readonly what: string; readonly of: (run: string) => Environment; readonly winners: number }[] = [
  { what: 'one committer for all runs: both pushes succeed, which is what must not happen', of: () => anyone, winners: 2 },
  { what: "each run's own committer: one push succeeds", of: (run) => scratchEnvironment({ ...process.env, ...second }, run), winners: 1 },
];

test.each(cases)('$what', async ({ of, winners }) => {
  const home = await mkdtemp(path.join(tmpdir(), 'pintag-second-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const git = (cwd: string, env: Environment, ...args: readonly string[]) =>
    execa('git', [...args], { cwd: path.join(home, cwd), env, extendEnv: false, reject: false });

  await git('.', anyone, 'init', '--quiet', '--bare', '--initial-branch=main', 'remote.git');
  await git('.', anyone, 'clone', '--quiet', 'remote.git', 'first');
  await git('first', anyone, 'commit', '--quiet', '--allow-empty', '--message', 'feat(calendar): begin');
  await git('first', anyone, 'push', '--quiet', 'origin', 'HEAD:main');
  await git('.', anyone, 'clone', '--quiet', '--branch=main', 'remote.git', 'second');

  const pushes: number[] = [];
  for (const run of ['first', 'second']) {
    await git(run, of(run), 'tag', tag, 'HEAD');
    await git(run, of(run), 'notes', `--ref=semantic-release-${tag}`, 'add', '--message={"channels":[null]}', 'HEAD');
    const { exitCode } = await git(run, of(run), 'push', '--atomic', '--quiet', 'origin', `refs/tags/${tag}`, noteRef(tag));
    pushes.push(exitCode!);
  }
  expect(pushes.filter((exitCode) => exitCode === 0)).toHaveLength(winners);
});
