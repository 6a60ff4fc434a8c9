/** `pintag tag <feature>@<version>`: the script tag that a host page needs, with an integrity that also covers the two releases before. */
import { coveredVersions, scriptTag } from '@pintag/cdn';
import { Command } from 'commander';
import { openPublished, rowOf } from '../published.ts';
import type { Io } from '../terminal/io.ts';
import { edgeOption, jsonOption, parseTarget } from './options.ts';

interface TagOptions {
  readonly integrity: boolean;
  readonly json?: true;
  readonly edge?: string;
}

export function tagCommand(io: Io): Command {
  return new Command('tag')
    .description(
      'Print the script tag that loads a version. Its integrity also covers the two releases before it, so that rolling back is editing the URL.',
    )
    .argument('<feature@version>', 'such as questionnaire@1.1.0; without a version, the latest')
    .option('--no-integrity', 'print the bare tag: the browser then accepts whatever the CDN answers')
    .addOption(edgeOption())
    .addOption(jsonOption())
    .action(async (text: string, { integrity, json, edge }: TagOptions) => {
      const target = parseTarget(text);
      const published = await openPublished(io, edge);
      try {
        const list = await published.versions(target.feature);
        const row = rowOf(list, target.version);
        const covered = integrity ? coveredVersions(list, row.version) : [];
        const tag = scriptTag({
          origin: published.origin,
          feature: list.feature,
          version: row.version,
          entry: row.entry,
          integrities: covered.map((one) => one.integrity),
        });
        if (json) {
          const { version } = row;
          return io.stdout(
            `${JSON.stringify({ feature: list.feature, version, element: list.element, tag, covers: covered.map((one) => one.version) })}\n`,
          );
        }
        io.stdout(`${tag}\n`);
        if (published.passing)
          io.stderr('The edge on this machine ended with this command; `pintag local` serves it again under this address.\n');
        if (covered.length > 1)
          io.stderr(
            `Its integrity also covers ${covered
              .slice(1)
              .map((one) => one.version)
              .join(' and ')}: to roll back, edit the version in the URL and nothing else.\n`,
          );
      } finally {
        await published.close();
      }
    });
}
