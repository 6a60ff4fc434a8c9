/**
 * A `git` that goes first on PATH and writes down every call before it hands over to the installed one; and in front of what git starts to
 * talk to a server, a program that writes down the address. So a contact is one that took place, however the call was written: a `push`
 * that a scratch clone sends to a mirror on this machine is none, nor is a `fetch --unshallow` that git refuses by itself.
 */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

export interface GitShim {
  /** For PATH: the shim's folder goes first. */
  readonly path: string;
  /** Starts counting from zero. */
  reset(): Promise<void>;
  /** Since the last `reset`. */
  read(): Promise<GitCalls>;
}

export interface GitCalls {
  /** The arguments of each call as one text, in the order they began. */
  readonly calls: readonly string[];
  /** What was talked to: the path of a repository or a URL. */
  readonly contacts: readonly string[];
}

/** Of files and local paths on the server's side, of HTTP on the client's: either runs once a contact. */
const talkers = ['git-upload-pack', 'git-receive-pack', 'git-upload-archive', 'git-remote-http', 'git-remote-https'];

/** No argument of a git call begins a line with these. */
const marks = { call: '\u001ecall ', contact: '\u001econtact ' };

/** @param folder new; everything is written into it */
export async function createGitShim(folder: string, env: NodeJS.ProcessEnv): Promise<GitShim> {
  const [bin, programs, log] = ['bin', 'programs', 'calls.log'].map((name) => join(folder, name)) as [string, string, string];
  const { stdout: installed } = await execa('sh', ['-c', 'command -v git'], { env, extendEnv: false });
  const { stdout: own } = await execa(installed, ['--exec-path'], { env, extendEnv: false });

  await mkdir(bin, { recursive: true });
  await mkdir(programs);
  for (const program of await readdir(own)) if (!talkers.includes(program)) await symlink(join(own, program), join(programs, program));
  // The paths stand in the scripts: some tools start git with hardly a variable but PATH.
  await script(join(bin, 'git'), [
    `printf '${marks.call}%s\\n' "$*" >> ${quoted(log)}`,
    `GIT_EXEC_PATH=${quoted(programs)} exec ${quoted(installed)} "$@"`,
  ]);
  for (const program of talkers) {
    await script(join(programs, program), [
      `for address; do :; done`,
      `printf '${marks.contact}%s\\n' "$address" >> ${quoted(log)}`,
      `exec ${quoted(join(own, program))} "$@"`,
    ]);
  }
  await writeFile(log, '');

  return {
    path: [bin, env['PATH']].join(delimiter),
    reset: () => writeFile(log, ''),
    async read() {
      const entries = (await readFile(log, 'utf8')).split('\u001e').map((entry) => `\u001e${entry}`);
      const after = (mark: string): string[] =>
        entries.filter((entry) => entry.startsWith(mark)).map((entry) => entry.slice(mark.length).trimEnd());
      return { calls: after(marks.call), contacts: after(marks.contact) };
    },
  };
}

const script = (path: string, lines: readonly string[]): Promise<void> =>
  writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
