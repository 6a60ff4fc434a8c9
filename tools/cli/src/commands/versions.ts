/** `pintag versions <feature>`: what can be pinned, newest first. */
import { checkFeatureName } from '@pintag/cdn';
import { Command } from 'commander';
import { openPublished } from '../published.ts';
import type { Io } from '../terminal/io.ts';
import { kilobytes } from '../terminal/kilobytes.ts';
import { edgeOption, jsonOption } from './options.ts';

interface VersionsOptions {
  readonly json?: true;
  readonly edge?: string;
}

export function versionsCommand(io: Io): Command {
  return new Command('versions')
    .description('List the published versions of a feature, newest first.')
    .argument('<feature>', 'such as questionnaire')
    .addOption(edgeOption())
    .addOption(jsonOption())
    .action(async (name: string, { json, edge }: VersionsOptions) => {
      const published = await openPublished(io, edge);
      try {
        const list = await published.versions(checkFeatureName(name));
        if (json) return io.stdout(`${JSON.stringify(list)}\n`);
        const width = Math.max(...list.versions.map(({ version }) => version.length));
        for (const { version, committedAt, commit, size } of list.versions) {
          io.stdout(`${version.padEnd(width)}  ${committedAt.slice(0, 10)}  ${commit.slice(0, 8)}  ${kilobytes(size)}\n`);
        }
      } finally {
        await published.close();
      }
    });
}
