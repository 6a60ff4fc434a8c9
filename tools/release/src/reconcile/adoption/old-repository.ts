/** A repository with years of tags of all kinds behind it, and its remote. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

export interface OldRepository {
  /** Of the checkout. */
  readonly root: string;
}

export interface OldRepositoryOptions {
  /** Gets `remote.git` and `work`. */
  readonly folder: string;
  /** Tags of our form; a fifth as many of other forms come on top. */
  readonly tags: number;
  readonly features: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A commit for each tag; every other tag is annotated, every tenth a prerelease, every fourth has a note that no run of ours made. */
export async function makeOldRepository({ folder, tags, features, env }: OldRepositoryOptions): Promise<OldRepository> {
  const remote = path.join(folder, 'remote.git');
  const root = path.join(folder, 'work');
  await mkdir(folder, { recursive: true });
  const git = (cwd: string, args: readonly string[], input = '') => execa('git', [...args], { cwd, env, extendEnv: false, input });
  await git(folder, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', remote]);
  await git(remote, ['fast-import', '--quiet'], importStream(tags, features));
  await git(folder, ['clone', '--quiet', '--template=', '--no-tags', remote, root]);
  return { root };
}

const who = (second: number): string => `dora <dora@example.com> ${1_500_000_000 + second} +0000`;
const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

function importStream(tags: number, features: readonly string[]): string {
  const lines: string[] = [];
  const begin = features.map((feature) => `M 644 inline libs/${feature}/src/element.ts\n${data('export const define = 1;\n')}`);
  lines.push(
    `commit refs/heads/main\nmark :1\ncommitter ${who(0)}\n${data('feat: begin')}${begin.join('')}M 644 inline .gitignore\n${data('.pintag\n')}`,
  );
  for (let number = 0; number < tags; number += 1) {
    const feature = features[number % features.length]!;
    const mark = number + 2;
    const minor = Math.floor(number / features.length);
    const version = number % 10 === 9 ? `1.${minor}.0-rc.1` : `1.${minor}.0`;
    const tag = `${feature}-v${version}`;
    lines.push(
      `commit refs/heads/main\nmark :${mark}\ncommitter ${who(number + 1)}\n${data(`fix(${feature}): ${number}`)}from :${mark - 1}\n` +
        `M 644 inline libs/${feature}/src/file-${number % 50}.ts\n${data(`export const number = ${number};\n`)}`,
    );
    lines.push(
      number % 2 ? `reset refs/tags/${tag}\nfrom :${mark}\n` : `tag ${tag}\nfrom :${mark}\ntagger ${who(number + 1)}\n${data(tag)}`,
    );
    if (number % 5 === 0) lines.push(`reset refs/tags/${feature}@${version}\nfrom :${mark}\n`);
    if (number % 4 === 0)
      lines.push(
        `commit refs/notes/semantic-release-${tag}\ncommitter ${who(number + 1)}\n${data('Notes')}N inline :${mark}\n${data('{"channels":[null]}')}`,
      );
  }
  return `${lines.map((line) => `${line.trimEnd()}\n`).join('')}done\n`;
}
