/** `pintag release`: plan, build, stage, tag, publish, verify, list. Running it again finishes whatever broke off. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PintagError } from '@pintag/cdn';
import { type Log, parsePlan, type Plan, release, type ReleaseResult } from '@pintag/release';
import { Command, Option } from 'commander';
import { checkFiles, type HandedOn, handOn, handOnChecksums, handOnFailure } from '../ci/hand-on.ts';
import { noteRecorded, type RecordedVersions } from '../ci/note-recorded.ts';
import { releaseTools } from '../release-tools.ts';
import { openTarget } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { presentPlan } from '../terminal/present-plan.ts';
import { presentForeign, presentResults, presentTally } from '../terminal/present-results.ts';
import { mistake, printFailure } from '../terminal/report-failure.ts';
import { createReporter, type Reporter, type ReporterOptions } from '../terminal/reporter.ts';
import { together } from '../terminal/telling-stopwatch.ts';
import { openWorkspace } from '../workspace.ts';
import { askedFor, collectSelection, jsonOption, logOption, parseCount } from './options.ts';

interface ReleaseOptions extends HandedOn {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly plan?: string;
  readonly dryRun?: true;
  readonly staged?: true;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const help = `
A feature that fails keeps no other from its release. Releases that broke off earlier are finished first, whatever --only and --except say.

  pintag release --only calendar,questionnaire   several names, with commas or by giving the option again
  pintag release --only 'calendar*' --except calendar-month   globs; with both, the first without the second
  pintag release --plan plan.json --only calendar   a part of a plan somebody looked at
  pintag release --staged --summary "$GITHUB_STEP_SUMMARY" --checksums checksums.txt   after \`pintag stage\` on other machines

Exit code: 0 when nothing is left to do; 1 when something failed or is not finished (run it again); 70 for a bug; 130 after Ctrl-C.
docs/releasing.md explains the words of the summary and the lines of --log json.`;

export function releaseCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('release')
    .description('Release every feature that this commit changes, each with its own version, after finishing releases that broke off.')
    .option('--only <features>', 'release these features and no other; names or globs', collectSelection)
    .option('--except <features>', 'leave these features out; names or globs', collectSelection)
    .option('--plan <file>', 'release this plan (from `pintag plan --json`), or refuse it when it no longer fits')
    .option('--dry-run', 'say what would be finished and released, and do nothing')
    .option('--staged', 'build nothing: release what `pintag stage` has staged for this commit; what is missing fails alone')
    .option('--summary <file>', 'add a summary in Markdown to this file, such as "$GITHUB_STEP_SUMMARY"')
    .option('--checksums <file>', 'write sha256sum lines of main.js and manifest.json of what was published; no file without any')
    .option('--outputs <file>', 'add work=<true|false> and shards=<list for pintag stage> to this file, such as "$GITHUB_OUTPUT"')
    .addOption(new Option('--shards <n>', 'of --outputs: at most so many machines build').argParser(parseCount).default(1))
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', help)
    .action(async (given: ReleaseOptions) => {
      const options = { ...given, only: askedFor(given.only), except: askedFor(given.except) };
      await checkFiles(options, io);
      const run = randomUUID();
      const reporter = await createReporter(io, options.log, { run, asked: whatIsAsked(options) });
      const noted = noteRecorded(reporter.watch);
      io.haveLastWords?.({ interrupted: reporter.interrupted, crashed: reporter.failed });
      try {
        const result = await releaseWith({ ...reporter, ...noted }, run, options, io);
        const exitCode = result.ok ? 0 : mistake;
        // The display is gone before anything is printed where it was.
        reporter.finished(result, exitCode);
        print(result, options, io);
        exit(exitCode);
      } catch (error) {
        // A summary that cannot be written must not hide why there is one.
        await handOnFailure(error, noted.recorded(), options, io).catch((unwritten: Error) => tellUnwritten(reporter.log, unwritten));
        const told = reporter.failed(error);
        if (told === undefined) throw error;
        if (options.json) printFailure(error, io);
        exit(told);
      }
    });
}

const whatIsAsked = ({ only, except, plan, dryRun, staged }: ReleaseOptions): ReporterOptions['asked'] => ({
  dryRun: dryRun ?? false,
  ...(staged && { staged }),
  ...(only && { only: [...only] }),
  ...(except && { except: [...except] }),
  ...(plan !== undefined && { plan }),
});

async function releaseWith(
  { log, watch, recorded, stopwatch: telling, opened }: Reporter & RecordedVersions,
  run: string,
  options: ReleaseOptions,
  io: Io,
): Promise<ReleaseResult> {
  const { only, except, plan: planFile, dryRun, staged, checksums } = options;
  const stopwatch = together(io.stopwatch, telling);
  const plan = planFile ? await readPlan(resolve(io.cwd, planFile)) : undefined;
  const workspace = await openWorkspace({ ...io, stopwatch }, { log, purpose: dryRun ? 'plan' : 'release', run });
  const { repository } = workspace;
  try {
    const target = await openTarget(workspace.config, workspace.root, { ...io, stderr: (text) => toLog(log, text) });
    try {
      opened({ commit: repository.commit, branch: repository.branch, target: target.described });
      const { builder, ...tools } = releaseTools({ workspace, target, io, log, watch, stopwatch });
      const handing = { io, target, log };
      const result = await release({ ...tools, ...(!staged && { builder }), only, except, plan, dryRun }).catch(async (error: unknown) => {
        if (checksums !== undefined)
          await handOnChecksums(recorded(), { checksums }, handing).catch((unwritten: Error) => tellUnwritten(log, unwritten));
        throw error;
      });
      await handOn(result, recorded(), options, handing);
      return result;
    } finally {
      await target.close();
    }
  } finally {
    await repository.close();
  }
}

const tellUnwritten = (log: Log, { message }: Error): void => log({ level: 'warn', step: 'summary', message });

/** The servers on this machine talk only when something is wrong, and must not write into a display or between lines of JSON. */
const toLog = (log: Log, text: string): void => log({ level: 'warn', step: 'local', message: text.trim() });

function print(result: ReleaseResult, { json, log }: ReleaseOptions, io: Io): void {
  if (json) return io.stdout(`${JSON.stringify(result, undefined, 2)}\n`);
  const { colour } = io;
  io.stdout(`${presentPlan(result.plan, { colour })}\n${presentResults(result.features, { colour })}${presentTally(result.features)}`);
  if (log === 'text') io.stderr(presentForeign(result.foreign, result.features));
}

async function readPlan(path: string): Promise<Plan> {
  try {
    return parsePlan(await readFile(path), path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new PintagError('PT_USAGE', { problem: `There is no plan at ${path}.` }, { cause });
  }
}
