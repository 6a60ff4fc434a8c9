import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CommandName, findCommand, obtainCommands } from './commands.mjs';

test('every one on PATH is found, in its order, and one with two names only once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-setup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [old, linked, recent] = ['old', 'linked', 'recent'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [old, recent]) {
    await mkdir(path);
    await writeFile(join(path, 'aws'), '');
  }
  await symlink(old, linked);

  const PATH = [join(folder, 'missing'), old, linked, recent].join(delimiter);
  expect(findCommand('aws', { env: { PATH } })).toEqual({ kind: 'installed', paths: [join(old, 'aws'), join(recent, 'aws')] });
  expect(findCommand('rclone', { env: { PATH } })).toEqual({
    kind: 'missing',
    reason: 'there is no rclone on PATH (Debian: apt-get install rclone)',
  });
});

const cases: { what: string; absent: CommandName[]; root: boolean; ran: string[] }[] = [
  { what: 'nothing is run when all are there', absent: [], root: true, ran: [] },
  { what: 'nothing is run without root', absent: ['aws', 'njs'], root: false, ran: [] },
  { what: 'one call installs what is missing, by the names of the packages', absent: ['aws', 'njs'], root: true, ran: ['awscli njs'] },
];

test.each(cases)('$what', ({ absent, root, ran }) => {
  const installed: string[] = [];
  obtainCommands({
    env: {},
    log: () => {},
    find: (name) => ({ kind: absent.includes(name) ? 'missing' : 'installed' }),
    run: (_command, args) => void (args[0] === 'install' && installed.push(args.slice(4).join(' '))),
    mayInstallPackages: root,
  });
  expect(installed).toEqual(ran);
});
