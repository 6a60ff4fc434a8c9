import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PullRequestPreview } from '@pintag/release';
import { docsFile, validate } from '@pintag/release/testing/json-schema';
import { checkOut, openPullRequest, pullRequestEnv } from '@pintag/release/testing/pull-request';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installNx } from './testing/install-nx.ts';
import { type CommandRun, runCommand } from './testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from './testing/workspace.ts';

vi.setConfig({ testTimeout: 60_000 });

const schema = await readFile(docsFile('pull-request-preview.schema.json'), 'utf8');

let workspace: TestWorkspace;
/** Where a workflow has checked `refs/pull/7/merge` out. */
let runner: string;
let merge: string;
/** A CDN that has nothing yet. */
let edge: string;
const asked: string[] = [];
const cdn = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'anonymous'}`);
  response.writeHead(404).end('{}');
});

beforeAll(async () => {
  await new Promise<void>((listening) => cdn.listen(0, '127.0.0.1', listening));
  edge = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}`;
  workspace = await makeWorkspace();
  await workspace.git('push', '--quiet', 'origin', 'HEAD:refs/tags/calendar-v1.0.0', 'HEAD:refs/tags/questionnaire-v1.0.0');
  const pull = await openPullRequest(workspace.remote, [
    ['feat(calendar): weeks @dora', { 'libs/calendar/src/weeks.ts': 'weeks' }],
    ['wip', { 'libs/questionnaire/src/tried.ts': 'tried' }],
  ]);
  merge = pull.merge;
  runner = await checkOut(workspace.remote);
  await installNx(runner, { calendar: `export const define = () => 'weeks';`, questionnaire: undefined });
  await mkdir(join(workspace.remote, 'hooks'), { recursive: true });
  await writeFile(join(workspace.remote, 'hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
});
afterAll(async () => {
  cdn.close();
  await workspace.remove();
});

const forPr = (...argv: string[]): Promise<CommandRun> =>
  runCommand(['plan', '--for-pr', '--edge', edge, ...argv], { cwd: runner, env: pullRequestEnv });

function parse({ stdout }: CommandRun): PullRequestPreview {
  const preview = JSON.parse(stdout) as PullRequestPreview;
  expect(validate(schema, preview)).toEqual([]);
  return preview;
}

test("in a pull request's workflow, a fork's merge ref is built and previewed without a credential, and nothing reaches the remote", async () => {
  const before = await workspace.git('ls-remote', 'origin');
  asked.length = 0;
  const run = await forPr('--json');
  const preview = parse(run);

  expect(run.exitCode).toBe(0);
  expect(preview).toMatchObject({
    head: merge,
    base: { branch: 'main', ahead: 0 },
    merge: { kind: 'merge' },
    commits: 3,
    releases: [
      {
        feature: 'calendar',
        from: '1.0.0',
        to: '1.1.0',
        pullRequest: true,
        build: 'built',
        size: { initial: { raw: expect.any(Number) } },
        last: { version: '1.0.0', unknown: expect.stringContaining('answers 404') },
        script: { url: `${edge}/elements/v1.1.0/calendar/main.js`, integrity: [expect.stringMatching(/^sha384-/)] },
      },
    ],
    others: [{ feature: 'questionnaire', why: 'unchanged' }],
    ignored: [{ subject: 'wip' }],
  });
  expect(asked).toEqual(['GET /elements/_records/calendar/1.0.0.json anonymous', 'GET /elements/calendar/versions.json anonymous']);
  expect(await workspace.git('ls-remote', 'origin')).toBe(before);
});

test('squashed, the title decides for all files; a feature that cannot be built makes the command fail', async () => {
  const run = await forPr('--squash-title', 'fix: both', '--json');
  const preview = parse(run);

  expect(preview.merge).toEqual({ kind: 'squash', title: 'fix: both' });
  expect(preview.releases).toMatchObject([
    { feature: 'calendar', to: '1.0.1', build: 'built' },
    { feature: 'questionnaire', to: '1.0.1', build: 'failed', problem: { code: 'PT_BUILD_FAILED' } },
  ]);
  expect(run.exitCode).toBe(1);
});

test('without a build it is quick, and says what it does not know', async () => {
  const run = await forPr('--no-build');

  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain('calendar  1.0.0 → 1.1.0  minor');
  expect(run.stdout).toContain('its integrity is unknown: it depends on the build, and nothing was built');
});

test('as a comment it calls nobody', async () => {
  const run = await forPr('--markdown', '--only', 'calendar');

  expect(run.stdout).toMatch(/^<!-- pintag: /);
  expect(run.stdout).toContain('| calendar | 1.0.0 → **1.1.0** | minor |');
  expect(run.stdout).not.toContain('@dora');
});

test.each([
  { argv: ['plan', '--base', 'main'], says: '--base goes with --for-pr' },
  { argv: ['plan', '--no-build'], says: '--no-build goes with --for-pr' },
  { argv: ['plan', '--for-pr', '--branch', 'main'], says: 'with --base, not with --branch' },
  { argv: ['plan', '--for-pr', '--json', '--markdown'], says: 'One of --json and --markdown' },
  { argv: ['plan', '--for-pr', '--squash-title', ' '], says: 'has to say something' },
])('$argv is refused: $says', async ({ argv, says }) => {
  const run = await runCommand(argv, { cwd: runner });
  expect(run).toMatchObject({ exitCode: 1, stdout: expect.not.stringContaining('Plan for') });
  expect(run.stderr).toContain('PT_USAGE');
  expect(run.stderr).toContain(says);
});

test('a shallow checkout is told which setting of actions/checkout is missing; a base that releases nothing is named', async () => {
  const shallow = await checkOut(workspace.remote, { name: 'shallow', args: ['--depth=1'] });
  const run = await runCommand(['plan', '--for-pr'], { cwd: shallow, env: pullRequestEnv });
  expect(run.stderr).toMatch(/PT_SHALLOW_CLONE.*\n.*fetch-depth: 0/);

  const elsewhere = await runCommand(['plan', '--for-pr', '--base', 'develop'], { cwd: runner, env: pullRequestEnv });
  expect(elsewhere.stderr).toMatch(/PT_BRANCH_NOT_RELEASING {2}develop is no release branch/);
});
