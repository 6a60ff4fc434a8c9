/** `pintag size <feature>[@<version>]`: what a build or a version weighs, and what grew since a release. */
import { checkVersion } from '@pintag/cdn';
import { Command } from 'commander';
import { findRoot } from '../find-root.ts';
import { openPublished } from '../published.ts';
import { compareVersions } from '../sizing/compare-versions.ts';
import type { Io } from '../terminal/io.ts';
import { presentSize } from '../terminal/present-size.ts';
import { edgeOption, jsonOption, parseTarget } from './options.ts';

interface SizeOptions {
  readonly against?: string;
  readonly json?: true;
  readonly edge?: string;
}

export function sizeCommand(io: Io): Command {
  return new Command('size')
    .description('Say what a build of a feature weighs, what grew since its last release, and what of it pages share with other features.')
    .argument('<feature>', 'as built in dist; with a version, such as questionnaire@1.1.0, as released')
    .option('--against <version>', 'compare with this release; default: the latest, for a version the one before it', (text: string) =>
      checkVersion(text.replace(/^v/, '')),
    )
    .addOption(edgeOption())
    .addOption(jsonOption())
    .action(async (text: string, { against, json, edge }: SizeOptions) => {
      const target = parseTarget(text);
      const published = await openPublished(io, edge);
      try {
        const report = await compareVersions({ published, root: () => findRoot(io.cwd), ...target, against });
        io.stdout(json ? `${JSON.stringify(report)}\n` : presentSize(report));
        if ('build' in report.measured)
          io.stderr(`Measured is what lies in ${report.measured.build}: \`npx pintag build ${report.feature}\` renews it.\n`);
        if (report.alone !== undefined) io.stderr(`There is nothing to compare it with: ${report.alone}.\n`);
      } finally {
        await published.close();
      }
    });
}
