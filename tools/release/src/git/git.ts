/** Runs git. Every call of a release goes through one object, so that tests can count the calls, and stop a run after each. */
import type { Readable } from 'node:stream';
import { PintagError } from '@pintag/cdn/errors';
import { execa } from 'execa';
import { publicText } from './remote-url.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a call wants from the remote; calls without it stay on this machine. */
export type RemoteContact = 'fetch' | 'list' | 'check' | 'push';

export interface GitOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** A stream, for a call that is asked one thing after another. */
  readonly input?: string | Readable;
  readonly contact?: RemoteContact;
}

export interface GitStreamOptions extends Omit<GitOptions, 'input'> {
  readonly input?: string | Readable;
}

export interface GitResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface Git {
  /**
   * Resolves whatever the exit code is; rejects when git could not be started.
   * @throws {PintagError} PT_GIT_STUCK when a call that stays on this machine does not end. One that is stuck at the remote has failed like any other.
   */
  run(args: readonly string[], options: GitOptions): Promise<GitResult>;
  /**
   * The standard output, piece by piece. A readable `input` may be written while the pieces come, so that git answers one question after the other.
   * @throws {GitFailure} once the pieces are read and git has failed
   */
  stream(args: readonly string[], options: GitStreamOptions): AsyncIterable<Uint8Array>;
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

/** Exit code of a contact that did not end in time, as timeout(1) has it. */
export const timedOut = 124;

export interface GitLimits {
  /** Milliseconds for a call that talks to the remote. Default 10 minutes: the first fetch of a partial clone copies all history. */
  readonly contact?: number;
  /** Milliseconds for a call that stays on this machine. Default 10 minutes. */
  readonly local?: number;
}

/** git as installed; without a shell, with exactly the environment of the call. A call that hangs is ended, and with it what it started. */
export function createGit({ contact = 600_000, local = 600_000 }: GitLimits = {}): Git {
  return {
    async run(args, { cwd, env, input, contact: isContact }) {
      const limit = isContact ? contact : local;
      const running = execa('git', [...args], {
        cwd,
        env,
        extendEnv: false,
        input: input ?? '',
        reject: false,
        stripFinalNewline: false,
      });
      const call = await within(limit, running);
      if (call === undefined) {
        if (!isContact) throw stuck(args, limit);
        return { stdout: '', stderr: `fatal: no answer within ${limit / 1000} s`, exitCode: timedOut };
      }
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
        timeout: local,
      });
      for await (const piece of call.iterable({ binary: true })) yield piece;
      const { exitCode, stderr, timedOut: isLate } = await call;
      if (isLate) throw stuck(args, local);
      if (exitCode !== 0) throw new GitFailure(args, exitCode, Buffer.from(stderr).toString());
    },
  };
}

export const installedGit: Git = createGit();

/**
 * @returns nothing when it took longer, and was ended. What git had started may hold its pipes and run on, so nobody waits for those:
 * git itself ends its helpers when it is told to end.
 */
async function within<R>(limit: number, running: Running<R>): Promise<R | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, limit, undefined)));
  try {
    const result = await Promise.race([running, late]);
    if (result === undefined) {
      running.kill();
      running.stdout.destroy();
      running.stderr.destroy();
    }
    return result;
  } finally {
    clearTimeout(timer);
  }
}

type Running<R> = PromiseLike<R> & { readonly stdout: Readable; readonly stderr: Readable; kill(): boolean };

const stuck = (args: readonly string[], limit: number): PintagError =>
  new PintagError('PT_GIT_STUCK', { call: publicText(`git ${args[0] === '-c' ? args[2] : args[0]}`), seconds: limit / 1000 });
