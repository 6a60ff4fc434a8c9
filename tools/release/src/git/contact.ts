/** A contact with the remote that changes nothing there, tried again when the line or the server failed for a moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Git, GitOptions, GitResult } from './git.ts';

/** Milliseconds before each new try. */
export const defaultPatience: readonly number[] = [500, 2_000, 5_000];

/**
 * What curl, git's protocol and servers say then; a wrong address, a refused connection and missing rights stay as they are, and so does
 * a remote that said nothing for as long as anybody waits.
 */
const passing =
  /\b(429|50[0234])\b|empty reply|early eof|hung up|unexpected disconnect|reset by peer|rpc failed|(recv|send) failure|broken pipe|transfer closed|outstanding read data|bad (line|band)|expected .*(packet|flush)|invalid response|unexpected end/i;

export async function contact(
  git: Git,
  args: readonly string[],
  { patience = defaultPatience, ...options }: GitOptions & { readonly patience?: readonly number[] },
): Promise<GitResult> {
  for (const pause of patience) {
    const result = await git.run(args, options);
    if (result.exitCode === 0 || !passing.test(result.stderr)) return result;
    await delay(pause);
  }
  return git.run(args, options);
}
