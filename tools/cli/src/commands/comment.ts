/** `pintag comment`: one comment on a pull request, found by its hidden marker and brought up to date in place. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { createGit, loadConfig, type PintagConfig } from '@pintag/release/planning';
import { githubRepository, openGithub, type PlacedComment, placeComment, pullRequestOf, shownRemote } from '@pintag/release/github';
import { Command } from 'commander';
import { commands } from '../commands.ts';
import { commentBody, type CommentFile, commentMarker } from '../commenting/comment-body.ts';
import { findRoot } from '../find-root.ts';
import type { Io } from '../terminal/io.ts';
import { createTalk } from '../terminal/talk.ts';
import { collectNames, jsonOption, logOption } from './options.ts';

interface CommentOptions {
  readonly pr?: number;
  readonly head?: string;
  readonly sha?: string;
  readonly marker: string;
  readonly file: readonly string[];
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const help = `
A file that ends with .json is what \`pintag plan --for-pr --json\` wrote: it is checked, and every word of it is escaped, so that it may come from the
pull request of a stranger. Any other file is Markdown of one's own. Files that are not there are left out.

Examples:
  pintag comment --pr 7 --marker preview --file preview.json
  pintag comment --pr 7 --marker sizes --file sizes.md
  pintag comment --head acme:more-pupils --sha 3f78685… --marker preview --file plan.json --file tags.json

GITHUB_TOKEN (or GH_TOKEN) has to be set, with the right to write to pull requests. The repository is \`github.repository\` of pintag.config.ts, else
GITHUB_REPOSITORY, else the git remote's.
Exit code: 0 when the comment says what it should, or the pull request has moved on; 1 when GitHub does not take it.`;

export function commentCommand(io: Io): Command {
  return new Command('comment')
    .description(commands['comment']!.summary)
    .option('--pr <number>', 'number of the pull request', parseNumber)
    .option('--head <owner:branch>', 'instead of --pr: the open pull request from this branch')
    .option('--sha <commit>', 'with --head: nothing is done once the pull request is at another commit')
    .requiredOption('--marker <name>', 'which of our comments: letters, digits and dashes', parseMarker)
    .requiredOption('--file <file>', 'what it says; may be given several times', collectNames)
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', help)
    .action(async (options: CommentOptions) => {
      const done = await comment(options, io);
      if (options.json) io.stdout(`${JSON.stringify(done, undefined, 2)}\n`);
      else io.stdout(`${sentence(done)}\n`);
    });
}

interface Commented {
  readonly schema: 1;
  readonly repository: string;
  /** Absent: no open pull request is from there. */
  readonly pullRequest?: number;
  readonly comment: PlacedComment | 'moved-on';
}

async function comment({ pr, head, sha, marker, file, log }: CommentOptions, io: Io): Promise<Commented> {
  if ((pr === undefined) === (head === undefined)) throw new PintagError('PT_USAGE', { problem: 'Either --pr or --head has to be given.' });
  const root = await findRoot(io.cwd);
  const config = await loadConfig({ root, env: io.env });
  const files = await readFiles(file, io.cwd);
  if (files.length === 0) throw new PintagError('PT_USAGE', { problem: `There is none of these files: ${file.join(', ')}.` });
  const client = await openGithub(await placeOf(config, root, io), { env: io.env, log: createTalk(io, log) });
  const { repository } = client;
  const number = pr ?? (await pullRequestOf(client, { head: head!, ...(sha !== undefined && { sha }) }));
  if (number === undefined) return { schema: 1, repository, comment: 'moved-on' };

  const body = commentBody(marker, files, { pullRequest: number, origin: config.edge?.origin });
  const placed = await placeComment(client, { number, marker: commentMarker(marker), write: () => body });
  return { schema: 1, repository, pullRequest: number, comment: placed };
}

async function placeOf({ github, remote }: PintagConfig, root: string, { env }: Io) {
  const repository = github?.repository ?? (env['GITHUB_REPOSITORY'] || undefined);
  const { stdout, exitCode } = await createGit({}).run(['remote', 'get-url', '--', remote], { cwd: root, env });
  const url = exitCode === 0 ? stdout.trim() : undefined;
  const place = githubRepository({ settings: { ...github, ...(repository !== undefined && { repository }) }, remote: url, env });
  if (!place) throw new PintagError('PT_GITHUB_REPOSITORY', { remote: shownRemote(url) });
  return place;
}

async function readFiles(names: readonly string[], cwd: string): Promise<CommentFile[]> {
  const files: CommentFile[] = [];
  for (const name of names) {
    try {
      files.push({ name: basename(name), text: await readFile(resolve(cwd, name), 'utf8') });
    } catch (error) {
      // The job that makes it may have nothing to say.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return files;
}

function sentence({ repository, pullRequest, comment: placed }: Commented): string {
  const where = `${repository}#${pullRequest}`;
  switch (placed) {
    case 'moved-on':
      return `Nothing is said: no open pull request of ${repository} is at this commit.`;
    case 'created':
      return `${where} has a new comment.`;
    case 'updated':
      return `The comment on ${where} is brought up to date.`;
    case 'unchanged':
      return `The comment on ${where} says it already.`;
    case 'locked':
      return `${where} is locked, so nothing is said there.`;
    case 'missing':
      return `There is no ${where}.`;
  }
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new PintagError('PT_USAGE', { problem: `"${text}" is no number of a pull request.` });
  return Number(text);
}

function parseMarker(text: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text))
    throw new PintagError('PT_USAGE', { problem: `"${text}" is no name: letters, digits and dashes are.` });
  return text;
}
