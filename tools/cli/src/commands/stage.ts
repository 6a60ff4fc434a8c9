/** `pintag stage`: builds and keeps what a release of this commit needs. Several machines can take a share each; one `pintag release --staged` follows. */
import { randomUUID } from 'node:crypto';
import { createNxBuilder, parseShard, type Shard, stageReleases, type StageResult } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import { Command } from 'commander';
import { commands } from '../commands.ts';
import { openStore } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { presentStaged } from '../terminal/present-staged.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { askedFor, collectSelection, jsonOption, logOption } from './options.ts';

interface StageOptions {
  readonly shard?: Shard;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const help = `
Every machine makes the same plan of the same commit and takes its own part of it, so that none has to ask another. Nothing becomes public and
nothing is tagged: needed are the right to create below _staging/ and to read there, and no right to push. What is staged for a commit stays: the first
bytes win, and staging again builds only what is missing.

Examples:
  pintag stage                                     everything that a release would build
  pintag stage --shard 2/5                         the second of five parts
  pintag stage --only 'calendar*'                  what \`pintag release --staged --only 'calendar*'\` will release

Exit code: 0 when the share is staged, also when there is nothing in it; 1 when something of it failed. docs/staging.md has the whole story.`;

export function stageCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('stage')
    .description(commands['stage']!.summary)
    .option('--shard <part/of>', 'stage this part of several: 2/5', parseShard)
    .option('--only <features>', 'these features and no other; names or globs', collectSelection)
    .option('--except <features>', 'without these features; names or globs', collectSelection)
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', help)
    .action(async (options: StageOptions) => {
      const result = await stageWith(options, io);
      io.stdout(options.json ? `${JSON.stringify(result, undefined, 2)}\n` : presentStaged(result, { colour: io.colour }));
      if (!result.ok) exit(mistake);
    });
}

async function stageWith({ shard, only, except, log: format }: StageOptions, io: Io): Promise<StageResult> {
  const run = randomUUID();
  const log = createTalk(io, format, run);
  const { root, config, repository } = await openWorkspace(io, { log, purpose: 'plan', run });
  try {
    const { store, described, close } = await openStore(config, root, io);
    try {
      log({ level: 'info', step: 'plan', message: `${repository.commit.slice(0, 8)} of ${repository.branch}, to ${described}.` });
      return await stageReleases({
        repository,
        store,
        builder: createNxBuilder({ env: io.env, log }),
        link: linkElement,
        log,
        sizeBudget: config.sizeBudget,
        shard,
        only: askedFor(only),
        except: askedFor(except),
      });
    } finally {
      await close();
    }
  } finally {
    await repository.close();
  }
}
