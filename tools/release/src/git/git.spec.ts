import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { ask, createGit } from './git.ts';

const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
const git = createGit({ contact: 300, local: 300 });

test.each([
  { what: 'itself', alias: '!exec sleep 20' },
  { what: 'a program that it started and that keeps its output open', alias: '!sleep 20; true' },
])('a call on this machine that hangs in $what is ended', async ({ alias }) => {
  await expect(ask(git, ['-c', `alias.hang=${alias}`, 'hang'], { cwd: tmpdir(), env })).rejects.toMatchObject({
    code: 'PT_GIT_STUCK',
    facts: { call: 'git hang', seconds: 0.3 },
  });
});

test('a remote that never answers has failed', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.git`;

  expect(await git.run(['ls-remote', url], { cwd: tmpdir(), env, contact: 'list' })).toEqual({
    stdout: '',
    stderr: 'fatal: no answer within 0.3 s',
    exitCode: 124,
  });
});

test('a call that ends in time is none the worse for the limit', async () => {
  expect(await git.run(['--version'], { cwd: tmpdir(), env })).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^git version/),
  });
});
