/** git as this test calls it: written apart from the one that it judges. */
import { execa } from 'execa';

export type GitEnvironment = Readonly<Record<string, string>>;

/** Standard output of a call that has to succeed. */
export async function callGit(args: readonly string[], options: { readonly cwd: string; readonly env: GitEnvironment }): Promise<string> {
  const { stdout } = await execa('git', [...args], { ...options, extendEnv: false, stripFinalNewline: false });
  return stdout;
}

/** No setting of whoever runs the test, no variable of a CI server. */
export const cleanEnvironment = (env: Readonly<Record<string, string | undefined>>): GitEnvironment => ({
  PATH: env['PATH'] ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'oracle',
  GIT_AUTHOR_EMAIL: 'oracle@example.com',
  GIT_COMMITTER_NAME: 'oracle',
  GIT_COMMITTER_EMAIL: 'oracle@example.com',
});
