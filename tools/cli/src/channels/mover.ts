/** Who is on record for a move: the person who started this run of the workflow, or who works here. */
import { execa } from 'execa';
import type { Io } from '../terminal/io.ts';

/** @example await mover(io) // 'octocat' */
export async function mover({ cwd, env }: Pick<Io, 'cwd' | 'env'>): Promise<string> {
  // A job that is run again has the first run's actor, whoever pressed the button.
  const actor = env['GITHUB_ACTIONS'] === 'true' ? env['GITHUB_TRIGGERING_ACTOR'] || env['GITHUB_ACTOR'] : undefined;
  if (actor) return actor;
  const { stdout } = await execa('git', ['config', 'user.name'], { cwd, env, extendEnv: false, reject: false });
  return stdout?.trim() || env['USER'] || env['USERNAME'] || 'unknown';
}
