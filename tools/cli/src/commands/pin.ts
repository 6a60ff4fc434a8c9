/** `pintag pin <feature>@<version> <files…>`: puts a version into host pages, and touches nothing else in them. */
import { resolve } from 'node:path';
import { pinFiles } from '@pintag/pins';
import { Command } from 'commander';
import { openPublished, rowOf } from '../published.ts';
import type { Io } from '../terminal/io.ts';
import { presentPins } from '../terminal/present-pins.ts';
import { mistake } from '../terminal/report-failure.ts';
import { edgeOption, jsonOption, parseTarget } from './options.ts';

interface PinOptions {
  readonly integrity: boolean;
  readonly json?: true;
  readonly edge?: string;
}

export function pinCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('pin')
    .description(
      "Set the version of a feature in the script tags of host pages: HTML, ERB, PHP, JSP, any text. Rolling back within what a tag's integrity covers edits the URL alone.",
    )
    .argument('<feature@version>', 'such as questionnaire@1.1.0')
    .argument('<files...>', 'the pages to edit')
    .option('--no-integrity', 'write no integrity: the browser then accepts whatever the CDN answers')
    .addOption(edgeOption())
    .addOption(jsonOption())
    .action(async (text: string, files: readonly string[], { json, edge, integrity }: PinOptions) => {
      const target = parseTarget(text);
      const published = await openPublished(io, edge);
      try {
        const list = await published.versions(target.feature);
        const { version } = rowOf(list, target.version);
        const results = await pinFiles({
          files: files.map((file) => resolve(io.cwd, file)),
          feature: target.feature,
          version,
          list,
          origin: published.named ? published.origin : undefined,
          integrity,
        });
        io.stdout(
          json
            ? `${JSON.stringify({ feature: target.feature, version, files: results }, undefined, 2)}\n`
            : presentPins(results, { cwd: io.cwd, colour: io.colour }),
        );
        if (results.every(({ pins }) => pins.length === 0)) exit(mistake);
      } finally {
        await published.close();
      }
    });
}
