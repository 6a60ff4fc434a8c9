/** What stands in for the few actions that workflows here use; everything else that a workflow does is run as it is. */
import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

export interface UsedAction {
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
}

export interface Gave {
  readonly outputs?: Readonly<Record<string, string>>;
  /** For the steps that follow. */
  readonly env?: Readonly<Record<string, string>>;
}

export type StandIn = (used: UsedAction) => Promise<Gave | void>;
/** By name of the action: `actions/checkout`, `./.github/actions/set-up`. */
export type StandIns = Readonly<Record<string, StandIn>>;

/** Without what comes behind the `@`. */
export const actionOf = (uses: string): string => uses.split('@')[0]!;

export interface GithubApp {
  readonly privateKey: string;
  /** Where it is installed, `owner/name`. */
  readonly repositories: readonly string[];
  readonly token: string;
}

export interface StandInWorld {
  /** Of git over HTTP: a clone comes from `<origin>/<owner>/<name>`, and its remote is called so, without the token. */
  readonly gitOrigin: string;
  /** The workflow's own, `owner/name`. */
  readonly repository: string;
  readonly token: string;
  readonly app: GithubApp;
  /** What the event is about: a branch, with the commit that it is at. */
  readonly branch: string;
  readonly sha: string;
  /** Instead of `npm ci`. */
  readonly nodeModules: string;
  /** By ARN. */
  readonly roles: ReadonlyMap<string, { readonly accessKeyId: string; readonly secretAccessKey: string }>;
  /** Who has credentials finds these servers in AWS's place. */
  readonly aws: Readonly<Record<string, string>>;
  /** Artefacts, each in a folder of its name in one of its run. */
  readonly artefacts: string;
  /** Paths that were attested, with their digests; the stand-in adds to it. */
  readonly attested: string[];
  /** Roles in the order in which they were assumed; the stand-in adds to it. */
  readonly assumed: string[];
}

export function createStandIns(world: StandInWorld): StandIns {
  return {
    /** As version 7 does it: what is fetched has no other branch checked out than the event's; of another repository, its default branch. */
    'actions/checkout': async ({ with: given, workspace, env }) => {
      const cwd = join(workspace, given['path'] ?? '');
      await mkdir(cwd, { recursive: true });
      const git = async (...args: string[]) =>
        (await execa('git', args, { cwd, env: { PATH: env['PATH']!, HOME: env['HOME']!, GIT_TERMINAL_PROMPT: '0' }, extendEnv: false }))
          .stdout;
      if (given['persist-credentials'] !== 'false') throw new Error('A checkout here keeps no token.');
      const depth = given['fetch-depth'] === '0' ? [] : ['--depth=1'];
      const repository = given['repository'] ?? world.repository;
      const isOther = repository !== world.repository;
      const token = given['token'] ?? world.token;
      const from = `${world.gitOrigin.replace('://', `://x-access-token:${token}@`)}/${repository}`;
      await git('init', '--quiet', '.');
      await git('remote', 'add', 'origin', `${world.gitOrigin}/${repository}`);
      const { ref, sha } =
        given['ref'] || isOther ? { ref: undefined, sha: given['ref'] ?? 'HEAD' } : { ref: world.branch, sha: world.sha };
      const refs = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', '+refs/pull/*:refs/remotes/pull/*'];
      await git('fetch', '--quiet', '--no-tags', ...depth, from, ...(depth.length > 0 ? [sha] : refs));
      const commit = isOther ? (await git('ls-remote', from, sha)).split('\t')[0]! : sha;
      await (ref === undefined ? git('checkout', '--quiet', '--detach', commit) : git('checkout', '--quiet', '-B', ref, commit));
    },
    /** Of an installation that has these repositories alone. */
    'actions/create-github-app-token': async ({ with: given }) => {
      if (given['private-key'] !== world.app.privateKey) throw new Error('This is not the key of the App.');
      const asked = (given['repositories'] ?? '').split(',').map((name) => `${given['owner']}/${name}`);
      if (!asked.every((name) => world.app.repositories.includes(name))) throw new Error(`The App is not installed in ${asked.join()}.`);
      return { outputs: { token: world.app.token } };
    },
    './.github/actions/set-up': async ({ workspace }) => {
      await symlink(world.nodeModules, join(workspace, 'node_modules'), 'dir');
    },
    'aws-actions/configure-aws-credentials': async ({ with: given }) => {
      const role = given['role-to-assume'] ?? '';
      const keys = world.roles.get(role);
      if (!keys) throw new Error(`There is no role ${role}.`);
      world.assumed.push(role);
      return {
        env: {
          ...world.aws,
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          AWS_REGION: given['aws-region']!,
          AWS_DEFAULT_REGION: given['aws-region']!,
        },
      };
    },
    'actions/upload-artifact': async ({ with: given, workspace, env }) => {
      const target = join(world.artefacts, env['GITHUB_RUN_ID']!, given['name']!);
      await rm(target, { recursive: true, force: true });
      await mkdir(target, { recursive: true });
      await cp(join(workspace, given['path']!), join(target, given['path']!)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    },
    'actions/download-artifact': async ({ with: given }) => {
      const from = join(world.artefacts, given['run-id']!);
      const pattern = new RegExp(`^${given['pattern']!.replaceAll('*', '.*')}$`);
      await mkdir(given['path']!, { recursive: true });
      for (const name of await readdir(from)) if (pattern.test(name)) await cp(join(from, name), given['path']!, { recursive: true });
    },
    'actions/attest-build-provenance': async ({ with: given, workspace }) => {
      const lines = (await readFile(join(workspace, given['subject-checksums']!), 'utf8')).split('\n').filter(Boolean);
      for (const line of lines) {
        if (!/^[0-9a-f]{64} {2}\S+$/.test(line)) throw new Error(`No line of sha256sum: ${line}`);
        world.attested.push(line);
      }
    },
  };
}
