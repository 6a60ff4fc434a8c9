/** `pintag rollback <feature>@<version>`: re-pins the host pages of a repository by a branch and a pull request. */
import { checkVersion } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { loadConfig, type PintagConfig } from '@pintag/release/config';
import { githubRepository, openGithub } from '@pintag/release/github';
import { Command } from 'commander';
import { findRoot } from '../find-root.ts';
import { openPublished, rowOf } from '../published.ts';
import { openClone } from '../rollback/clone.ts';
import { commandsElsewhere, commandsToPublish } from '../rollback/commands.ts';
import { openPullRequest } from '../rollback/open-pull-request.ts';
import { pagesElsewhere, pagesOfWorkspace } from '../rollback/page-kinds.ts';
import { rollBack, type RollbackOptions } from '../rollback/roll-back.ts';
import type { Io } from '../terminal/io.ts';
import { presentRollback } from '../terminal/present-rollback.ts';
import { createTalk } from '../terminal/talk.ts';
import { edgeOption, jsonOption, parseTarget } from './options.ts';

interface Options {
  readonly paths: readonly string[];
  readonly base?: string;
  readonly pullRequest?: true;
  readonly repository?: string;
  readonly edge?: string;
  readonly json?: true;
}

const help = `
The clone's files stay as they are: the commit is made beside them, on rollback/<feature>-<version>. Running it again finds what is there.
Nothing is built, published or deleted; channels stay (\`pintag channel revert\` moves them).

Examples:
  pintag rollback questionnaire@1.0.0                  make the branch, and print what to run
  pintag rollback questionnaire@1.0.0 --pull-request   push it and open the pull request, with the token in GITHUB_TOKEN or GH_TOKEN
  pintag rollback questionnaire@1.0.0 --paths 'app/views/**/*.erb,public/*.html'
  pintag rollback questionnaire@1.0.0 --repository acme/shop   print what to run for the pages of another repository

It works in the clone of any repository: there, name the CDN with --edge or PINTAG_EDGE_ORIGIN.`;

export function rollbackCommand(io: Io): Command {
  return new Command('rollback')
    .description('Pin the host pages of this repository to an earlier version, on a branch of its own, and open the pull request.')
    .argument('<feature@version>', 'such as questionnaire@1.0.0')
    .option(
      '--paths <globs>',
      'the pages, from the root of the repository, with commas between; default: usual kinds of pages, here below apps/',
      collectPaths,
      [],
    )
    .option('--base <branch>', "branch that the pages are on; default: the remote's default branch")
    .option('--pull-request', 'push the branch and open the pull request')
    .option('--repository <owner/name>', 'only print what to run for the pages of this repository')
    .addOption(edgeOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (text: string, options: Options) => {
      const { feature, version } = parseTarget(text);
      if (version === undefined)
        throw new PintagError('PT_USAGE', { problem: `"${text}" names no version: say where to go back to, such as ${feature}@1.0.0.` });
      checkVersion(version);
      const published = await openPublished(io, options.edge ?? io.env['PINTAG_EDGE_ORIGIN']);
      try {
        const list = await published.versions(feature);
        rowOf(list, version);
        const target = { feature, version };
        if (options.repository !== undefined) return await tellElsewhere(io, target, published.origin, options);
        await rollBackHere(io, { ...target, list }, options);
      } finally {
        await published.close();
      }
    });
}

async function rollBackHere(io: Io, target: Pick<RollbackOptions, 'feature' | 'version' | 'list'>, options: Options): Promise<void> {
  const { config, root } = await enclosing(io);
  const clone = await openClone({ cwd: io.cwd, env: io.env, remote: config?.remote ?? 'origin' });
  const isWorkspace = root === clone.root;
  const place = githubRepository({ settings: settingsOf(config, isWorkspace), remote: clone.url, env: io.env });
  const hasToken = Boolean(io.env['GITHUB_TOKEN'] || io.env['GH_TOKEN']);
  const opens = options.pullRequest && place && hasToken;
  const rollback = await rollBack({
    ...target,
    clone,
    paths: options.paths.length > 0 ? options.paths : isWorkspace ? pagesOfWorkspace : pagesElsewhere,
    ...(options.base && { base: options.base }),
    ...(opens && {
      openPullRequest: async (request) => openPullRequest(await openGithub(place, { env: io.env, log: createTalk(io, 'text') }), request),
    }),
  });
  const commands =
    rollback.branch && !rollback.pullRequest ? commandsToPublish(rollback, { remote: clone.remote, isGithub: place !== undefined }) : [];
  if (options.json) return io.stdout(`${JSON.stringify({ schema: 1, ...rollback, commands })}\n`);
  io.stdout(presentRollback(rollback, commands, io));
  if (options.pullRequest && commands.length > 0)
    io.stderr(`Nothing was pushed: ${place ? 'there is no token in GITHUB_TOKEN or GH_TOKEN' : 'the remote is none of GitHub’s'}.\n`);
}

/** The repository that encloses the folder; a clone of host pages may lie within it, or be alone. */
async function enclosing(io: Io): Promise<{ readonly root?: string; readonly config?: PintagConfig }> {
  try {
    const root = await findRoot(io.cwd);
    return { root, config: await loadConfig({ root, env: io.env }) };
  } catch (error) {
    if (error instanceof PintagError && error.code === 'PT_NO_WORKSPACE') return {};
    throw error;
  }
}

/** Which repository the configuration names is true of its own clone alone; of any other, also in a workflow of ours, its remote says it. */
function settingsOf(config: PintagConfig | undefined, isWorkspace: boolean) {
  const repository = isWorkspace ? config?.github?.repository : undefined;
  const apiUrl = config?.github?.apiUrl;
  return { ...(repository && { repository }), ...(apiUrl && { apiUrl }) };
}

async function tellElsewhere(
  io: Io,
  { feature, version }: { readonly feature: string; readonly version: string },
  origin: string,
  { repository = '', paths, base, json }: Options,
): Promise<void> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new PintagError('PT_USAGE', { problem: `"${repository}" is not of the form owner/name.` });
  const { config } = await enclosing(io);
  const here = await openClone({ cwd: io.cwd, env: io.env, remote: config?.remote ?? 'origin' });
  const commands = commandsElsewhere({
    feature,
    version,
    origin,
    repository,
    paths,
    base,
    here: here.url,
    server: io.env['GITHUB_SERVER_URL'],
  });
  io.stdout(json ? `${JSON.stringify({ schema: 1, feature, version, repository, commands })}\n` : `${commands.join('\n')}\n`);
  if (!json) io.stderr(`Run this to roll the pages of ${repository} back; nothing was changed.\n`);
}

/** An input of a workflow that was left empty is none. */
const collectPaths = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean),
];
