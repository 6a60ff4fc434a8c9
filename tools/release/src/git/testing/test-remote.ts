/** A bare remote and clones of it in a temporary folder, with real git. Two features, one shared library. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, onTestFinished } from 'vitest';
import type { Project, ProjectGraph } from '../../plan/project-graph.ts';
import { openPool } from '../../plan/semantic-release-pool.ts';
import { bareEnvironment, scratchEnvironment } from '../environment.ts';
import { type Environment, type Git, type GitOptions, type GitResult, type GitStreamOptions, installedGit } from '../git.ts';
import { openRepository, type OpenRepositoryOptions } from '../open-repository.ts';
import type { Repository } from '../repository.ts';

export type Files = Readonly<Record<string, string | null>>;

const person = (name: string) => ({
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: `${name}@example.com`,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: `${name}@example.com`,
});

/** Only what git needs: no CI variable, no configuration of whoever runs the tests. */
export const testEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  ...person('dora'),
};

export const testProjects: readonly Project[] = [
  { name: 'questionnaire', root: 'libs/questionnaire', dependencies: ['ui'], packages: ['@angular/core'] },
  { name: 'calendar', root: 'libs/calendar', dependencies: ['ui'], packages: ['@angular/core', 'dates'] },
  { name: 'ui', root: 'libs/shared/ui', dependencies: [], packages: [] },
];
export const testGraph: ProjectGraph = { read: () => Promise.resolve(testProjects) };

/** Loading semantic-release takes longer than running it. */
const pool = openPool({ env: bareEnvironment(testEnv), threads: 1 });
afterAll(() => pool.close());

export interface TestClone {
  readonly root: string;
  git(...args: string[]): Promise<string>;
  /** Writes (`null` removes) and commits; @returns the hash */
  commit(message: string, files?: Files): Promise<string>;
  push(branch?: string): Promise<void>;
  open(options?: Partial<OpenRepositoryOptions>): Promise<Repository>;
}

export interface TestRemote {
  /** Path of the bare repository. */
  readonly url: string;
  git(...args: string[]): Promise<string>;
  /** Ref to object, of all refs. */
  refs(): Promise<Readonly<Record<string, string>>>;
  clone(): Promise<TestClone>;
  /** A server-side hook, as shell script. */
  hook(name: 'update' | 'pre-receive', script: string): Promise<void>;
}

/** Made once in a test file and copied: starting git is what takes the time. The clone names its remote by a relative path. */
const template = makeTemplate();
afterAll(async () => {
  for (const folder of [await template, `${await template}-released`]) await rm(folder, { recursive: true, force: true });
});

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-history-'));
  await call(folder, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', 'remote.git']);
  const root = join(folder, 'clone-1');
  await call(folder, ['init', '--quiet', '--template=', '--initial-branch=main', root]);
  await call(root, ['remote', 'add', 'origin', '../remote.git']);
  await write(root, {
    '.gitignore': '.pintag\n',
    'libs/questionnaire/src/element.ts': 'export const define = 1;\n',
    'libs/calendar/src/element.ts': 'export const define = 1;\n',
    'libs/shared/ui/src/index.ts': 'export const button = 1;\n',
    'package-lock.json': lock({ '@angular/core': '22.1.7', dates: '1.0.0', vitest: '4.0.0' }),
  });
  await call(root, ['add', '--all']);
  await call(root, ['commit', '--quiet', '--message=feat: two features']);
  await call(root, ['push', '--quiet', 'origin', 'main']);
  await cp(folder, `${folder}-released`, { recursive: true });
  await releaseFirst(join(`${folder}-released`, 'clone-1'));
  return folder;
}

/** 1.0.0 of both features, as a run of ours leaves it. */
async function releaseFirst(root: string): Promise<void> {
  const tags = ['calendar-v1.0.0', 'questionnaire-v1.0.0'];
  const env = scratchEnvironment(testEnv, 'first-run');
  for (const tag of tags) {
    await call(root, ['tag', tag]);
    await call(root, ['notes', `--ref=semantic-release-${tag}`, 'add', '--message={"channels":[null]}', tag], env);
  }
  await call(root, ['push', '--quiet', 'origin', ...tags, 'refs/notes/*:refs/notes/*']);
  for (const tag of tags) await call(root, ['tag', '--delete', tag]);
}

async function call(cwd: string, args: readonly string[], env: Environment = testEnv): Promise<string> {
  return (await execa('git', [...args], { cwd, env, extendEnv: false })).stdout;
}

async function write(root: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      await rm(join(root, path), { recursive: true });
      continue;
    }
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** @param state `released`: both features have 1.0.0; `new`: nothing was ever released */
export async function createTestRemote(state: 'new' | 'released' = 'released'): Promise<TestRemote & { readonly first: TestClone }> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-history-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(state === 'new' ? await template : `${await template}-released`, folder, { recursive: true });
  const url = join(folder, 'remote.git');
  let clones = 1;
  let runs = 0;

  const open = (root: string): TestClone => {
    const git = (...args: string[]) => call(root, args);
    return {
      root,
      git,
      async commit(message, files = {}) {
        await write(root, files);
        if (Object.keys(files).length) await git('add', '--all');
        await git('commit', '--quiet', '--allow-empty', '--cleanup=verbatim', `--message=${message}`);
        return git('rev-parse', 'HEAD');
      },
      async push(branch = 'main') {
        await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
      },
      async open(options = {}) {
        const run = `run-${(runs += 1)}`;
        const repository = await openRepository({ root, run, env: testEnv, log: () => undefined, graph: testGraph, pool, ...options });
        onTestFinished(() => repository.close());
        return repository;
      },
    };
  };
  const remote: TestRemote = {
    url,
    git: (...args) => call(url, args),
    async refs() {
      const listing = await call(url, ['for-each-ref', '--format=%(refname) %(objectname)']);
      return Object.fromEntries(
        listing
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(' ') as [string, string]),
      );
    },
    async clone() {
      const root = join(folder, `clone-${(clones += 1)}`);
      await call(folder, ['clone', '--quiet', url, root]);
      return open(root);
    },
    async hook(name, script) {
      await mkdir(join(url, 'hooks'), { recursive: true });
      await writeFile(join(url, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    },
  };
  return { ...remote, first: open(join(folder, 'clone-1')) };
}

/** A lock file of packages without dependencies. */
export const lock = (versions: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }])),
  });

/** git that tells every call before it is made. */
export function watchedGit(watch: (args: readonly string[], options: GitOptions | GitStreamOptions) => Promise<void> | void): Git {
  return {
    async run(args, options) {
      await watch(args, options);
      return installedGit.run(args, options);
    },
    async *stream(args, options) {
      await watch(args, options);
      yield* installedGit.stream(args, options);
    },
  };
}

/** git whose calls `answer` may answer itself, before or after `go`. */
export function interceptedGit(
  answer: (go: () => Promise<GitResult>, options: GitOptions, args: readonly string[]) => Promise<GitResult>,
): Git {
  return { ...installedGit, run: (args, options) => answer(() => installedGit.run(args, options), options, args) };
}

/** `feature from → to` of each planned release. */
export const versions = (plan: {
  readonly releases: readonly { readonly feature: string; readonly from?: string; readonly to: string }[];
}): string[] => plan.releases.map(({ feature, from, to }) => `${feature} ${from ?? '–'} → ${to}`);
