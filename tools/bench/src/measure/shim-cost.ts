/** What the shim adds to a call of git, so that the tables can say so. */
import { execa } from 'execa';
import type { GitShim } from './git-shim.ts';

const calls = 20;

/** @returns milliseconds of one call, the lesser of two tries */
export async function shimCost(shim: GitShim, env: NodeJS.ProcessEnv): Promise<number> {
  const timed = async (path: string | undefined): Promise<number> => {
    const begun = performance.now();
    for (let call = 0; call < calls; call++) await execa('git', ['--version'], { env: { ...env, PATH: path }, extendEnv: false });
    return (performance.now() - begun) / calls;
  };
  const least = async (path: string | undefined): Promise<number> => Math.min(await timed(path), await timed(path));
  return Math.max(0, (await least(shim.path)) - (await least(env['PATH'])));
}
