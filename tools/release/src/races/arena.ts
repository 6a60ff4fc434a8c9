/** Where a race is run: a bare remote, clones of it, a store and an edge, all of one race alone. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { indexKey, versionsKey } from '@pintag/cdn';
import { type LocalAddresses, startLocal } from '@pintag/local';
import { execa } from 'execa';
import { noteRef } from '../git/mirror.ts';
import type { Contender } from './contender.ts';
import { type Moment, readMoment } from './moment.ts';
import { type Gate, closeGate } from './push-gate.ts';
import { type Ran, type Runner, startContender } from './run-contender.ts';
import { sourceOf } from './source-builder.ts';

export const features = ['calendar', 'questionnaire'] as const;
export type FeatureName = (typeof features)[number];

/** A commit that releases. */
export interface Releasing {
  readonly commit: string;
  readonly features: readonly FeatureName[];
}

export interface RunOptions {
  readonly does?: Contender['does'];
  /** Default: the newest commit. */
  readonly commit?: string;
  readonly only?: readonly FeatureName[];
  /** Of calls. Default: never held. */
  readonly hold?: string;
  readonly holds?: number;
  /** Default: one that no other run of the race has. */
  readonly name?: string;
  /** The clock of its git stands still, at this date. */
  readonly gitDate?: string;
}

export interface Arena {
  /** In the order they were started. */
  readonly runs: readonly Runner[];
  readonly releasing: readonly Releasing[];
  /** Commits a `feat` of each feature and pushes it; without a feature, a change of no feature. @returns the hash */
  commit(...touched: readonly FeatureName[]): Promise<string>;
  /** What somebody does with a clone of their own. */
  hand: Hand;
  /** A new clone, and a run in it. */
  start(options?: RunOptions): Promise<Runner>;
  /** The same, to its end. */
  run(options?: RunOptions): Promise<Ran>;
  /** From now on pushes wait inside the remote. */
  closeGate(): Promise<Gate>;
  moment(): Promise<Moment>;
  /** Somebody loads the lists, so that the edge keeps them. @returns their texts by key */
  visit(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export interface Hand {
  git(...args: readonly string[]): Promise<string>;
  /** Pushes a tag without a note. */
  tag(name: string, commit: string): Promise<void>;
  moveTag(name: string, commit: string): Promise<void>;
  deleteTag(name: string): Promise<void>;
  /** Replaces what is on main from `commit` on by another commit. @returns the new head */
  rewriteMain(commit: string, ...touched: readonly FeatureName[]): Promise<string>;
  /** A commit that no branch of the remote contains, for `tag`. @returns its hash */
  sideCommit(parent: string): Promise<string>;
}

export interface Templates {
  /** Folder of templates and arenas. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

export type Start = 'new' | 'released';

/** Two features, on a remote; `released` has version 1.0.0 of both on the CDN. */
export async function createTemplates({ folder, env }: Templates): Promise<void> {
  const home = templateOf(folder, 'new');
  await mkdir(home, { recursive: true });
  const git = gitIn(home, env);
  await git('init', '--quiet', '--bare', '--template=', '--initial-branch=main', 'remote.git');
  await git('clone', '--quiet', 'remote.git', 'hand');
  const hand = path.join(home, 'hand');
  await write(hand, 'package.json', '{ "name": "school", "private": true }\n');
  await write(hand, '.gitignore', '.pintag/\n');
  for (const feature of features) await write(hand, sourceOf(feature), `export const feature = '${feature}';\n`);
  const inHand = gitIn(hand, env);
  await inHand('checkout', '--quiet', '-B', 'main');
  await inHand('add', '.');
  await inHand('commit', '--quiet', '--message', 'feat: begin');
  await inHand('push', '--quiet', 'origin', 'main');

  const arena = await openArena({ folder, env }, 'new', templateOf(folder, 'released'));
  const { exitCode, trouble, end } = await arena.run({ name: 'first' });
  await arena.stop();
  await rm(path.join(templateOf(folder, 'released'), 'clone-1'), { recursive: true });
  if (exitCode !== 0) throw new Error(`The first release failed: ${trouble ?? JSON.stringify(end)}`);
}

const templateOf = (folder: string, start: Start): string => path.join(folder, `template-${start}`);

export async function createArena(templates: Templates, start: Start = 'released'): Promise<Arena> {
  const home = await mkdtemp(path.join(templates.folder, 'arena-'));
  const arena = await openArena(templates, start, home);
  return {
    ...arena,
    async close() {
      await Promise.all(arena.runs.map((runner) => runner.kill()));
      await arena.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function openArena(
  { folder, env: given }: Templates,
  start: Start,
  home: string,
): Promise<Omit<Arena, 'close'> & { stop(): Promise<void> }> {
  await cp(templateOf(folder, start), home, { recursive: true });
  // Loading the code is a good part of a run this small.
  const env = { ...given, NODE_COMPILE_CACHE: path.join(folder, 'compiled') };
  const remote = path.join(home, 'remote.git');
  const clone = path.join(home, 'hand');
  const git = gitIn(clone, env);
  await git('remote', 'set-url', 'origin', remote);
  const local = await startLocal({ dataDir: path.join(home, 'local'), port: 0 });
  const addresses: LocalAddresses = { s3: local.s3, cloudfront: local.cloudfront, keyValueStore: local.keyValueStore, edge: local.edge };
  const announced = path.join(home, 'announced');
  const runs: Runner[] = [];
  const releasing: Releasing[] = [];
  let commits = 0;
  let started = 0;

  async function commit(touched: readonly FeatureName[]): Promise<string> {
    commits += 1;
    for (const feature of touched) await write(clone, sourceOf(feature), `export const ${feature} = ${commits};\n`);
    if (touched.length === 0) await write(clone, `notes/${commits}.md`, 'nothing of a feature\n');
    await git('add', '.');
    await git(
      'commit',
      '--quiet',
      '--message',
      touched.length > 0 ? `feat: change ${touched.join(' and ')} (${commits})` : `docs: ${commits}`,
    );
    const hash = await git('rev-parse', 'HEAD');
    if (touched.length > 0) releasing.push({ commit: hash, features: touched });
    return hash;
  }

  async function startRun({ does = 'release', commit: at = 'origin/main', name, gitDate, ...others }: RunOptions = {}): Promise<Runner> {
    const number = (started += 1);
    const checkout = path.join(home, `clone-${number}`);
    const contender = { checkout, run: name ?? `run-${number}`, does, addresses, announced, ...others };
    const dates = gitDate === undefined ? {} : { GIT_AUTHOR_DATE: gitDate, GIT_COMMITTER_DATE: gitDate };
    const elsewhere = gitIn(home, env);
    await elsewhere('clone', '--quiet', '--no-checkout', remote, checkout);
    await gitIn(checkout, env)('checkout', '--quiet', '--detach', at);
    const runner = startContender(contender, { ...env, ...dates });
    runs.push(runner);
    return runner;
  }

  return {
    runs,
    releasing,
    async commit(...touched) {
      const hash = await commit(touched);
      await git('push', '--quiet', 'origin', 'HEAD:main');
      return hash;
    },
    hand: {
      git,
      async tag(name, at) {
        await git('push', '--quiet', 'origin', `${at}:refs/tags/${name}`);
      },
      async moveTag(name, at) {
        await git('push', '--quiet', '--force', 'origin', `${at}:refs/tags/${name}`);
      },
      async deleteTag(name) {
        await git('push', '--quiet', 'origin', `:refs/tags/${name}`, `:${noteRef(name)}`);
      },
      async rewriteMain(at, ...touched) {
        await git('reset', '--quiet', '--hard', `${at}^`);
        releasing.splice(0, Infinity, ...(await keepContained(releasing, git)));
        const hash = await commit(touched);
        await git('push', '--quiet', '--force', 'origin', 'HEAD:main');
        return hash;
      },
      async sideCommit(parent) {
        const tree = await git('rev-parse', `${parent}^{tree}`);
        return git('commit-tree', tree, '-p', parent, '-m', 'docs: beside main');
      },
    },
    start: startRun,
    run: async (options) => (await startRun(options)).finish(),
    closeGate: () => closeGate(remote, path.join(home, 'gate')),
    moment: () => readMoment({ s3: local.s3, remote, announced }),
    async visit() {
      const keys = [indexKey, ...features.map(versionsKey)];
      return new Map(await Promise.all(keys.map(async (key) => [key, await (await fetch(`${local.edge.origin}/${key}`)).text()] as const)));
    },
    stop: () => local.close(),
  };
}

async function keepContained(releasing: readonly Releasing[], git: Hand['git']): Promise<Releasing[]> {
  const contained = new Set((await git('rev-list', 'HEAD')).split('\n'));
  return releasing.filter(({ commit }) => contained.has(commit));
}

const person = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@school.example',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@school.example',
};

/** @returns what git says, without the last line break */
export const gitIn =
  (cwd: string, env: NodeJS.ProcessEnv): Hand['git'] =>
  async (...args) =>
    (await execa('git', [...args], { cwd, env: { ...env, ...person, GIT_CONFIG_GLOBAL: '/dev/null' }, extendEnv: false })).stdout;

async function write(root: string, file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}
