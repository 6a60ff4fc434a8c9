import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readWorkflows } from './check-workflows.ts';

const { files } = await readWorkflows(fileURLToPath(new URL('../../../..', import.meta.url)));
const asking = [...files.values()].flatMap(({ file, root }) => {
  const env = root.get('env')?.entries() ?? [];
  const set = env.flatMap(([name, value]) => (/^GIT_CONFIG_/.test(name.value) ? [[name.value, value.text()!.value] as const] : []));
  return set.length > 0 ? [{ file, env: Object.fromEntries(set) }] : [];
});

const git = (env: Readonly<Record<string, string>>, request: string, host: string) =>
  execa('git', ['credential', request], {
    env: { ...env, PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    extendEnv: false,
    input: `protocol=https\nhost=${host}\n${request === 'fill' ? '' : 'username=x-access-token\npassword=t0ken\n'}\n`,
    reject: false,
  });

test('there are workflows in which git asks for the token', () => {
  expect(asking.map(({ file }) => file)).toEqual([
    '.github/workflows/preview.yml',
    '.github/workflows/release.yml',
    '.github/workflows/rollback.yml',
  ]);
});

test.each(asking)("git in $file gets the step's token for GitHub, for no other host, and keeps it nowhere", async ({ env }) => {
  const onGitHub = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replace('${{ github.server_url }}', 'https://github.com')]),
  );
  const step = { ...onGitHub, GITHUB_TOKEN: 't0ken' };
  expect((await git(step, 'fill', 'github.com')).stdout.split('\n')).toEqual(
    expect.arrayContaining(['username=x-access-token', 'password=t0ken']),
  );
  expect((await git(step, 'fill', 'example.com')).stdout).not.toContain('t0ken');
  expect(await git(step, 'approve', 'github.com')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  expect(JSON.stringify(env)).not.toMatch(/secrets|github\.token/);
});
