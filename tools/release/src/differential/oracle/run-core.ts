/** semantic-release's own core, unmodified, in a fresh clone of a remote that has one feature's tags and notes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import semanticRelease, { type Options } from 'semantic-release';
import { callGit, type GitEnvironment } from '../call-git.ts';
import type { Spec } from '../history/layouts.ts';

export interface CoreCommit {
  readonly hash: string;
  readonly message: string;
}

/** What the core hands to plugins, as far as it is read here. */
export interface CoreContext {
  readonly commits: readonly CoreCommit[];
  readonly lastRelease: { readonly version?: string; readonly gitTag?: string };
  readonly nextRelease: {
    readonly version: string;
    readonly type: string;
    readonly channel?: string | null;
    readonly gitHead: string;
    readonly notes?: string;
  };
  readonly options: { readonly repositoryUrl: string };
  readonly cwd: string;
  readonly logger: { log(...message: unknown[]): void };
}

export interface CorePlugin {
  analyzeCommits(context: CoreContext): Promise<string | null>;
  generateNotes(context: CoreContext, of: 'release' | 'promotion'): Promise<string>;
}

export interface CoreRun {
  /** What it released and promoted, in that order of events. */
  readonly events: readonly { readonly kind: 'release' | 'promotion'; readonly context: CoreContext }[];
  /** All commits since the last release but those that say `[skip release]`, when it came to look at them. */
  readonly commits?: readonly CoreCommit[];
  /** Tag of the last release, if it came that far and there is one. */
  readonly lastTag?: string;
  readonly failure?: string;
}

/** @param refs of the remote, `<object> <ref>`; one feature's tags and notes */
export async function runCore(options: {
  folder: string;
  /** Folder of the objects that `refs` name. */
  objects: string;
  env: GitEnvironment;
  refs: readonly string[];
  branch: string;
  specs: readonly Spec[];
  /** `questionnaire-v${version}` */
  tagFormat: string;
  repositoryUrl: string;
  plugin: CorePlugin;
}): Promise<CoreRun> {
  const { env, plugin, repositoryUrl } = options;
  const cwd = await freshClone(options);
  const events: { kind: 'release' | 'promotion'; context: CoreContext }[] = [];
  let commits: readonly CoreCommit[] | undefined;
  let lastTag: string | undefined;
  const inline = {
    analyzeCommits(_: unknown, context: CoreContext) {
      commits = context.commits;
      lastTag = context.lastRelease.gitTag;
      return plugin.analyzeCommits(context);
    },
    // Before it analyses anything, it promotes.
    generateNotes: (_: unknown, context: CoreContext) => plugin.generateNotes(context, commits ? 'release' : 'promotion'),
    addChannel: (_: unknown, context: CoreContext) => void events.push({ kind: 'promotion', context: { ...context } }),
    publish: (_: unknown, context: CoreContext) => void events.push({ kind: 'release', context: { ...context } }),
  };
  const { specs: branches, tagFormat } = options;
  const settings = { branches, tagFormat, repositoryUrl, ci: false, plugins: [inline] };
  const silent = new Writable({ write: (_, __, done) => done() }) as unknown as NodeJS.WriteStream;
  try {
    // Two casts: the published types know neither plugins that are objects nor that any stream will do.
    await semanticRelease(settings as unknown as Options, { cwd, env: { ...env }, stdout: silent, stderr: silent });
    return { events, ...(commits && { commits }), ...(lastTag !== undefined && { lastTag }) };
  } catch (error) {
    return { events, ...(commits && { commits }), failure: firstMessage(error) };
  }
}

async function freshClone(options: {
  folder: string;
  objects: string;
  env: GitEnvironment;
  refs: readonly string[];
  branch: string;
  repositoryUrl: string;
}): Promise<string> {
  const { folder, objects, env, refs, branch, repositoryUrl } = options;
  const remote = join(folder, 'remote');
  const clone = join(folder, 'clone');
  await mkdir(join(remote, 'objects', 'info'), { recursive: true });
  await mkdir(join(remote, 'refs'));
  await writeFile(join(remote, 'objects', 'info', 'alternates'), `${objects}\n`);
  await writeFile(join(remote, 'HEAD'), `ref: refs/heads/${branch}\n`);
  await writeFile(join(remote, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
  await writeFile(join(remote, 'packed-refs'), refs.map((line) => `${line}\n`).join(''));
  await callGit(['clone', '--quiet', '--shared', '--no-checkout', `--branch=${branch}`, remote, clone], { cwd: folder, env });
  await callGit(['config', `url.${remote}.insteadOf`, repositoryUrl], { cwd: clone, env });
  return clone;
}

function firstMessage(error: unknown): string {
  const errors: unknown[] = typeof error === 'object' && error !== null && 'errors' in error ? (error.errors as unknown[]) : [error];
  return errors[0] instanceof Error ? errors[0].message : String(errors[0]);
}
