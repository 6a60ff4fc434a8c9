/** Runs git. Every call of a release goes through one object, so that tests can count the calls, and stop a run after each. */
import { execa } from 'execa';
import { publicText } from './remote-url.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a call wants from the remote; calls without it stay on this machine. */
export type RemoteContact = 'fetch' | 'list' | 'check' | 'push';

export interface GitOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly input?: string;
  readonly contact?: RemoteContact;
}

export interface GitResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface Git {
  /** Resolves whatever the exit code is; rejects when git could not be started. */
  run(args: readonly string[], options: GitOptions): Promise<GitResult>;
  /**
   * The standard output, piece by piece.
   * @throws {GitFailure} once the pieces are read and git has failed
   */
  stream(args: readonly string[], options: GitOptions): AsyncIterable<Uint8Array>;
}

/** git said no, and nobody here expected it. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  readonly stderr: string;

  constructor(args: readonly string[], exitCode: number | undefined, stderr: string) {
    super(`git ${args[0] === '-c' ? args[2] : args[0]} ended with ${exitCode}: ${publicText(stderr.trim())}`);
    this.stderr = stderr;
  }
}

/**
 * Standard output of a call that has to succeed.
 * @throws {GitFailure}
 */
export async function ask(git: Git, args: readonly string[], options: GitOptions): Promise<string> {
  const { stdout, stderr, exitCode } = await git.run(args, options);
  if (exitCode !== 0) throw new GitFailure(args, exitCode, stderr);
  return stdout;
}

/** git as installed; without a shell, with exactly the environment of the call. */
export const installedGit: Git = {
  async run(args, { cwd, env, input }) {
    const call = await execa('git', [...args], { cwd, env, extendEnv: false, input: input ?? '', reject: false, stripFinalNewline: false });
    if (call.exitCode === undefined) throw new Error(`git ${publicText(args.join(' '))} could not run in ${cwd}`, { cause: call.cause });
    return { stdout: call.stdout, stderr: call.stderr, exitCode: call.exitCode };
  },
  async *stream(args, { cwd, env, input }) {
    const call = execa('git', [...args], {
      cwd,
      env,
      extendEnv: false,
      input: input ?? '',
      reject: false,
      encoding: 'buffer',
      buffer: { stdout: false },
    });
    for await (const piece of call.iterable({ binary: true })) yield piece;
    const { exitCode, stderr } = await call;
    if (exitCode !== 0) throw new GitFailure(args, exitCode, Buffer.from(stderr).toString());
  },
};
