/** `pintag build <feature…>`: the build of features by their own names, whatever Nx calls its projects and targets, checked as a release checks it. */
import { buildFeatures, type BuildOutcome, createNxBuilder, featuresIn, selectFeatures } from '@pintag/release';
import { Command } from 'commander';
import { commands } from '../commands.ts';
import { findRoot } from '../find-root.ts';
import type { Io } from '../terminal/io.ts';
import { kilobytes } from '../terminal/kilobytes.ts';
import { failuresIn, mistake, reportFailure } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { collectSelection, jsonOption, logOption } from './options.ts';

interface BuildOptions {
  readonly skipNxCache?: true;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const examples = `
Examples:
  pintag build calendar                    to dist/libs/calendar, and what it shares with others to dist/runtime
  pintag build calendar-month 'menu*'      of a library with several features, this one alone; globs
  pintag build calendar --skip-nx-cache    anew, whatever Nx remembers

Exit code: 0 when all are built, 1 otherwise.`;

export function buildCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('build')
    .description(commands['build']!.summary)
    .argument('<feature...>', 'names or globs')
    .option('--skip-nx-cache', "build anew, and take nothing from Nx's cache")
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', examples)
    .action(async (names: readonly string[], { skipNxCache, json, log }: BuildOptions) => {
      const root = await findRoot(io.cwd);
      const known = (await featuresIn(root)).map(({ name }) => name);
      const { only = [] } = selectFeatures(known, { only: names.flatMap((name) => collectSelection(name)) });
      const builder = createNxBuilder({ env: io.env, log: createTalk(io, log), skipCache: skipNxCache });
      const outcomes = await buildFeatures(builder, only, root);

      if (json) io.stdout(`${JSON.stringify({ features: outcomes.map(asData) }, undefined, 2)}\n`);
      for (const outcome of outcomes) {
        if ('failure' in outcome) reportFailure(outcome.failure, io, false);
        else if (!json) io.stdout(`${outcome.feature}  ${inWords(outcome)}\n`);
      }
      if (outcomes.some((outcome) => 'failure' in outcome)) exit(mistake);
    });
}

type Built = Exclude<BuildOutcome, { readonly failure: Error }>;

const bytesOf = ({ files }: Built): number => files.reduce((sum, { body }) => sum + body.byteLength, 0);

const inWords = (built: Built): string =>
  `dist/libs/${built.feature}, ${built.files.length} files of ${kilobytes(bytesOf(built))}${built.runtime ? `, on ${built.runtime.name}` : ''}`;

function asData(outcome: BuildOutcome) {
  const { feature } = outcome;
  if ('failure' in outcome) return { feature, status: 'failed', ...failuresIn(outcome.failure)[0] };
  const { runtime, files } = outcome;
  return {
    feature,
    status: 'built',
    folder: `dist/libs/${feature}`,
    files: files.map(({ path, body }) => ({ path, size: body.byteLength })),
    ...(runtime && { runtime: runtime.name }),
  };
}
