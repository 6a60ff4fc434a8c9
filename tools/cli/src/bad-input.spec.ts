import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runDemo } from './demo/run-demo.ts';
import { runCommand } from './testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from './testing/workspace.ts';

/** Holds the port that another program has. */
let other: Server;
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
});
afterAll(() => void other.close());

/** Made once for the tests that only read it. */
let untouched: TestWorkspace;
beforeAll(async () => {
  untouched = await makeWorkspace();
});
afterAll(() => untouched.remove());

async function spoiled(spoil: (workspace: TestWorkspace) => Promise<unknown>): Promise<TestWorkspace> {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  await spoil(workspace);
  return workspace;
}

interface Case {
  readonly what: string;
  readonly argv: readonly string[];
  readonly code: string;
  readonly says: RegExp;
  readonly before?: (workspace: TestWorkspace) => Promise<unknown>;
}

const cases: readonly Case[] = [
  { what: 'an unknown command', argv: ['relase'], code: 'PT_USAGE', says: /did you mean release/i },
  { what: 'an unknown option', argv: ['plan', '--jsno'], code: 'PT_USAGE', says: /--json/ },
  { what: 'a target without a feature', argv: ['tag', '@1.0.0'], code: 'PT_USAGE', says: /<feature>@<version>/ },
  { what: 'a name that cannot be a feature', argv: ['tag', 'Questionnaire@1.0.0'], code: 'PT_FEATURE_NAME', says: /lower-case/ },
  { what: 'a feature that was never published', argv: ['versions', 'questionaire'], code: 'PT_FEATURE_UNKNOWN', says: /questionaire/ },
  {
    what: 'a feature to release that does not exist',
    argv: ['plan', '--only', 'calender'],
    code: 'PT_FEATURE_UNKNOWN',
    says: /calendar, questionnaire/,
  },
  { what: 'a plan that is not there', argv: ['release', '--plan', 'plan.json'], code: 'PT_USAGE', says: /There is no plan at/ },
  { what: 'a plan that is no plan', argv: ['release', '--plan', 'nx.json'], code: 'PT_PLAN_INVALID', says: /nx\.json/ },
  { what: 'no port', argv: ['local', '--port', 'http'], code: 'PT_USAGE', says: /"http" is not a port/ },
  {
    what: 'an origin that is none',
    argv: ['versions', 'calendar', '--edge', 'cdn.example.com'],
    code: 'PT_USAGE',
    says: /is not an origin/,
  },
  {
    what: 'a configuration that does not fit',
    argv: ['plan'],
    code: 'PT_CONFIG',
    says: /dependencyBump/,
    before: ({ write }) => write({ 'pintag.config.ts': "export default { dependencyBump: 'huge' };\n" }),
  },
  {
    what: 'a dirty checkout',
    argv: ['plan'],
    code: 'PT_DIRTY_CHECKOUT',
    says: /libs\/calendar\/src\/element\.ts/,
    before: ({ write }) => write({ 'libs/calendar/src/element.ts': 'changed\n' }),
  },
  {
    what: 'a commit that the remote does not have',
    argv: ['release'],
    code: 'PT_HEAD_NOT_PUSHED',
    says: /main/,
    before: ({ git }) => git('commit', '--quiet', '--allow-empty', '--message', 'feat: not pushed'),
  },
  {
    what: 'a remote that is not there',
    argv: ['plan'],
    code: 'PT_REMOTE_UNREACHABLE',
    says: /remote\.git/,
    before: ({ remote }) => rm(remote, { recursive: true }),
  },
  { what: 'no remote', argv: ['plan'], code: 'PT_NO_REMOTE', says: /origin/, before: ({ git }) => git('remote', 'remove', 'origin') },
  {
    what: 'a branch that releases nothing',
    argv: ['release'],
    code: 'PT_BRANCH_NOT_RELEASING',
    says: /topic/,
    before: async ({ git }) => {
      await git('checkout', '--quiet', '-b', 'topic');
      await git('push', '--quiet', 'origin', 'topic');
    },
  },
  {
    what: 'a folder under libs/ without an element',
    argv: ['plan'],
    code: 'PT_FEATURE_NO_ELEMENT',
    says: /libs\/seating-plan/,
    before: async ({ write, git }) => {
      await write({ 'libs/seating-plan/src/seating-plan.ts': 'export {};\n' });
      await commitAll(git);
    },
  },
  {
    what: 'two features with one tag',
    argv: ['plan'],
    code: 'PT_FEATURE_TWICE',
    says: /calendar-month/,
    before: async ({ write, git }) => {
      await write({ 'libs/calendar/src/month.element.ts': 'export {};\n', 'libs/calendar-month/src/element.ts': 'export {};\n' });
      await commitAll(git);
    },
  },
  {
    what: 'a name that URLs use for something else',
    argv: ['plan'],
    code: 'PT_FEATURE_NAME',
    says: /"runtime"/,
    before: async ({ write, git }) => {
      await write({ 'libs/runtime/src/element.ts': 'export {};\n' });
      await commitAll(git);
    },
  },
];

async function commitAll(git: TestWorkspace['git']): Promise<void> {
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'feat: more');
  await git('push', '--quiet', 'origin', 'main');
}

test.each(cases)('$what is said with what to do, exit code 1, and nothing reaches the remote', async ({ argv, code, says, before }) => {
  const workspace = before ? await spoiled(before) : untouched;
  const run = await runCommand(argv, { cwd: workspace.root });

  expect(`${run.exitCode} ${run.stderr}`).toMatch(new RegExp(`^1 (.*\\n)*?${code}  `, 'm'));
  expect(run.stderr).toMatch(says);
  expect(run.stderr).toContain(`docs/errors/${code}.md`);
  expect(run.stdout).toBe('');
  await expect(workspace.git('tag')).resolves.toBe('');
});

test('with --json a mistake is data on stdout', async () => {
  const run = await runCommand(['versions', 'Calendar', '--json'], { cwd: untouched.root });

  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    error: { code: 'PT_FEATURE_NAME', page: 'docs/errors/PT_FEATURE_NAME.md', facts: { name: 'Calendar' } },
  });
});

test('a port that another program has is said with what to do', async () => {
  const run = await runCommand(['local', '--port', String(portOf(other))], { cwd: untouched.root });

  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('PT_PORT_IN_USE');
  expect(run.stderr).toContain(String(portOf(other)));
});

test('outside a repository, a command says where it looked', async () => {
  const run = await runCommand(['plan'], { cwd: '/' });

  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('PT_NO_WORKSPACE');
});

test('a folder that is no git repository is said', async () => {
  const workspace = await spoiled(({ root }) => rm(`${root}/.git`, { recursive: true }));
  const run = await runCommand(['plan'], { cwd: workspace.root });

  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('PT_NOT_A_REPOSITORY');
});

test('a shallow clone is refused with the command that completes it', async () => {
  const workspace = await spoiled(async ({ root, remote, git }) => {
    await git('commit', '--quiet', '--allow-empty', '--message', 'feat: second');
    await git('push', '--quiet', 'origin', 'main');
    await git('clone', '--quiet', '--depth', '1', `file://${remote}`, `${root}/.pintag/shallow`);
  });
  const run = await runCommand(['plan'], { cwd: `${workspace.root}/.pintag/shallow` });

  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('PT_SHALLOW_CLONE');
  expect(run.stderr).toContain('--unshallow');
});

test('a demo without a Chromium starts nothing', async () => {
  const io = {
    cwd: untouched.root,
    env: {},
    stdout: () => {},
    stderr: () => {},
    pid: process.pid,
    now: Date.now,
    colour: false,
    takeOverEnding: () => new AbortController().signal,
  };

  await expect(runDemo({ root: untouched.root, once: true, port: 0, chromium: undefined, io })).rejects.toMatchObject({
    code: 'PT_NO_CHROMIUM',
  });
});

test.each(['plan', 'explain', 'release', 'reconcile', 'versions', 'tag', 'size', 'pin', 'local', 'demo'])(
  '%s --help says what it does and takes --json',
  async (command) => {
    const run = await runCommand([command, '--help'], { cwd: '/' });

    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^Usage: pintag /);
    expect(run.stdout).toContain('--json');
  },
);
