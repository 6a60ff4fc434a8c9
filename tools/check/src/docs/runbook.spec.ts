import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '@pintag/cli';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../host-pages/repository-root.ts';
import { commandsIn } from './commands-in.ts';

const read = (file: string) => readFile(path.join(repositoryRoot, file), 'utf8');
const page = await read('docs/runbook.md');
const commands = commandsIn(page);
const by = (program: string) => commands.filter((command) => command.program === program).map((command) => ({ ...command }));

/** What `pintag <words> --help` prints. */
async function helpOf(words: readonly string[]): Promise<string> {
  let printed = '';
  const print = (text: string) => void (printed += text);
  const io = { cwd: repositoryRoot, env: {}, stdout: print, stderr: print, pid: process.pid, now: Date.now, colour: false };
  await runProgram([...words, '--help'], { ...io, takeOverEnding: () => new AbortController().signal });
  return printed;
}

test('all four troubles are in it, and releasing by hand is one command', () => {
  expect(page.match(/^## .+$/gm)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('roll back'),
      expect.stringContaining('repair'),
      expect.stringContaining('rotate'),
      expect.stringContaining('GitHub is down'),
    ]),
  );
  const byHand = /## GitHub is down.*?```sh\n(?<code>.*?)```/s.exec(page)?.groups?.['code'];
  expect(byHand?.trim().split('\n')).toEqual(['npm run pintag -- release']);
});

const nested = new Set(['channel']);
test.each(by('pintag'))('$text is a command, with these options', async ({ words, options }) => {
  const named = words.slice(0, nested.has(words[0]!) ? 2 : 1);
  const help = await helpOf(named);
  expect(help).toContain(`Usage: pintag ${named.join(' ')}`);
  expect(options.filter((option) => !new RegExp(`${option}\\b`).test(help))).toEqual([]);
});

test.each(by('nx'))('$text is a target of a project', async ({ words: [target = '', project = ''] }) => {
  const { nx } = JSON.parse(await read(`tools/${project}/package.json`)) as { nx: { targets: Record<string, unknown> } };
  expect(nx.targets).toHaveProperty(target);
});

test.each(by('gh').filter(({ words }) => words[0] === 'workflow'))('$text starts a workflow that takes this', async ({ text, words }) => {
  const workflow = parse(await read(`.github/workflows/${words[2]}`)) as {
    on: { workflow_dispatch: { inputs: Record<string, { options?: string[] }> } };
  };
  const { inputs } = workflow.on.workflow_dispatch;
  for (const [, name = '', value = ''] of text.matchAll(/--field (\w+)=(\S+)/g)) {
    expect(inputs).toHaveProperty(name);
    expect(inputs[name]!.options ?? [value]).toContain(value);
  }
});

test('every check of the doctor has its line', async () => {
  const checks = /^Checks: (?<names>.+)\.$/m.exec(await helpOf(['doctor']))!.groups!['names']!.split(', ');
  const rows = [...page.matchAll(/^\| `(?<name>[\w-]+)`/gm)].map(({ groups }) => groups!['name']);
  expect(rows.toSorted()).toEqual(checks.toSorted());
});

test('files and variables that it names are there', async () => {
  const links = [...page.matchAll(/\]\((?<file>[^)#]+)(?:#[^)]*)?\)/g)].map(({ groups }) => groups!['file']!);
  for (const link of links) await expect(read(path.join('docs', link))).resolves.toBeTruthy();
  const variables = new Set(page.match(/PINTAG_[A-Z_]+[A-Z]/g));
  const known = `${await read('docs/github-actions.md')}${await read('docs/configuration.md')}`;
  expect([...variables].filter((name) => !known.includes(name))).toEqual([]);
});
