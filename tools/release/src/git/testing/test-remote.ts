/** A bare remote and clones of it in a temporary folder, with real git. Two features, one shared library. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import type { Project, ProjectGraph } from '../../plan/project-graph.ts';
import { type Git, type GitOptions, installedGit } from '../git.ts';
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

export async function createTestRemote(): Promise<TestRemote & { readonly first: TestClone }> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-history-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const url = join(folder, 'remote.git');
  const call = async (cwd: string, args: readonly string[]) =>
    (await execa('git', [...args], { cwd, env: testEnv, extendEnv: false, stripFinalNewline: true })).stdout;
  await call(folder, ['init', '--quiet', '--bare', '--initial-branch=main', url]);
  let clones = 0;
  let runs = 0;

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
      const git = (...args: string[]) => call(root, args);
      return {
        root,
        git,
        async commit(message, files = {}) {
          for (const [path, content] of Object.entries(files)) {
            if (content === null) {
              await rm(join(root, path), { recursive: true });
              continue;
            }
            await mkdir(dirname(join(root, path)), { recursive: true });
            await writeFile(join(root, path), content);
          }
          await git('add', '--all');
          await git('commit', '--quiet', '--allow-empty', '--cleanup=verbatim', `--message=${message}`);
          return git('rev-parse', 'HEAD');
        },
        async push(branch = 'main') {
          await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
        },
        async open(options = {}) {
          const repository = await openRepository({
            root,
            run: `run-${(runs += 1)}`,
            env: testEnv,
            log: () => undefined,
            graph: testGraph,
            ...options,
          });
          onTestFinished(() => repository.close());
          return repository;
        },
      };
    },
    async hook(name, script) {
      await writeFile(join(url, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    },
  };
  const first = await remote.clone();
  await first.commit('feat: two features', {
    '.gitignore': '.pintag\n',
    'libs/questionnaire/src/element.ts': 'export const define = 1;\n',
    'libs/calendar/src/element.ts': 'export const define = 1;\n',
    'libs/shared/ui/src/index.ts': 'export const button = 1;\n',
    'package-lock.json': lock({ '@angular/core': '22.1.7', dates: '1.0.0', vitest: '4.0.0' }),
  });
  await first.push();
  return { ...remote, first };
}

/** A lock file of packages without dependencies. */
export const lock = (versions: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }])),
  });

/** git that tells every call before it is made, and may answer in git's place. */
export function watchedGit(watch: (args: readonly string[], options: GitOptions) => Promise<void> | void): Git {
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

/** `feature from → to` of each planned release. */
export const versions = (plan: {
  readonly releases: readonly { readonly feature: string; readonly from?: string; readonly to: string }[];
}): string[] => plan.releases.map(({ feature, from, to }) => `${feature} ${from ?? '–'} → ${to}`);
