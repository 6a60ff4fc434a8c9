/** Are the programs those that the lock file pins? */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import semver from 'semver';
import * as v from 'valibot';
import type { Check } from './check.ts';

export interface VersionsOptions {
  readonly root: string;
  /** `process.versions.node` */
  readonly node: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly limit: number;
}

/** What a release is made with, as npm names it; `node` itself comes as a package. */
const watched = ['nx', '@angular/core', '@angular/build', 'semantic-release', 'typescript'] as const;

/** `rev-parse --path-format`. */
const oldestGit = '2.31.0';

const lockSchema = v.object({ packages: v.record(v.string(), v.object({ version: v.optional(v.string()) })) });
const packageSchema = v.object({ version: v.string() });

export const checkVersions = ({ root, node, env, limit }: VersionsOptions): Check => ({
  name: 'versions',
  limit,
  look: async (signal) => {
    const text = await textOf(join(root, 'package-lock.json'));
    if (text === undefined) return { outcome: 'skipped', why: 'There is no package-lock.json to compare with.' };
    const lock = v.parse(lockSchema, JSON.parse(text));
    const pinnedOf = (name: string) => lock.packages[`node_modules/${name}`]?.version;
    const problems: string[] = [];
    const found: string[] = [`node ${node}`];
    const pinnedNode = pinnedOf('node');
    if (pinnedNode && semver.major(node) !== semver.major(pinnedNode)) problems.push(`node is ${node}, and ${pinnedNode} is pinned`);

    for (const name of watched) {
      const pinned = pinnedOf(name);
      if (pinned === undefined) continue;
      const installed = await installedVersion(root, name);
      if (installed === pinned) found.push(`${name} ${pinned}`);
      else problems.push(`${name} is ${installed ?? 'not installed'}, and ${pinned} is pinned`);
    }

    const git = semver.coerce(
      (await execa('git', ['--version'], { env: { ...env }, extendEnv: false, cancelSignal: signal })).stdout,
    )?.version;
    if (!git || semver.lt(git, oldestGit)) problems.push(`git is ${git ?? 'unknown'}, and ${oldestGit} is the oldest that will do`);
    else found.push(`git ${git}`);
    if (problems.length === 0) return { outcome: 'ok', found: `${found.join(', ')}.` };
    return {
      outcome: 'failed',
      found: `${problems.join('; ')}.`,
      remedy: 'Run `npm ci`, and start through `npm run pintag`, which brings the pinned Node; git comes from your system.',
    };
  },
});

async function installedVersion(root: string, name: string): Promise<string | undefined> {
  const text = await textOf(join(root, 'node_modules', name, 'package.json'));
  return text === undefined ? undefined : v.parse(packageSchema, JSON.parse(text)).version;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
