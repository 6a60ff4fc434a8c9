/** `pintag release`: plan, build, stage, tag, publish, verify, list. Running it again finishes whatever broke off. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PintagError } from '@pintag/cdn';
import { parsePlan, type Plan, release } from '@pintag/release';
import { Command } from 'commander';
import { releaseTools } from '../release-tools.ts';
import { openTarget } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { presentPlan } from '../terminal/present-plan.ts';
import { presentForeign, presentResults } from '../terminal/present-results.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { collectFeatures, jsonOption, logOption } from './options.ts';

interface ReleaseOptions {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly plan?: string;
  readonly dryRun?: true;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

export function releaseCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('release')
    .description('Release every feature that this commit changes, each with its own version, after finishing releases that broke off.')
    .option('--only <features>', 'release these features and no other', collectFeatures)
    .option('--except <features>', 'leave these features out', collectFeatures)
    .option('--plan <file>', 'release this plan (from `pintag plan --json`), or refuse it when it no longer fits')
    .option('--dry-run', 'say what would be finished and released, and do nothing')
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', '\nExit code: 0 when nothing is left to do, 1 while something that was begun is not finished; run it again then.')
    .action(async ({ only, except, plan: planFile, dryRun, json, log: format }: ReleaseOptions) => {
      const log = createTalk(io, format);
      const plan = planFile ? await readPlan(resolve(io.cwd, planFile)) : undefined;
      const workspace = await openWorkspace(io, { log, purpose: dryRun ? 'plan' : 'release' });
      const { repository } = workspace;
      try {
        const target = await openTarget(workspace.config, workspace.root, io);
        try {
          log({
            level: 'info',
            step: 'plan',
            message: `${repository.commit.slice(0, 8)} of ${repository.branch}, to ${target.described}.`,
          });
          const result = await release({ ...releaseTools({ workspace, target, io, log }), only, except, plan, dryRun });
          if (json) io.stdout(`${JSON.stringify(result, undefined, 2)}\n`);
          else {
            io.stdout(`${presentPlan(result.plan, { colour: io.colour })}\n${presentResults(result.features, { colour: io.colour })}`);
            io.stderr(presentForeign(result.foreign, result.features));
          }
          if (!result.ok) exit(mistake);
        } finally {
          await target.close();
        }
      } finally {
        await repository.close();
      }
    });
}

async function readPlan(path: string): Promise<Plan> {
  try {
    return parsePlan(await readFile(path), path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new PintagError('PT_USAGE', { problem: `There is no plan at ${path}.` }, { cause });
  }
}
