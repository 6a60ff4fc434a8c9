/** `pintag plan`: what a release of this commit would do. Nothing leaves the machine, and no right to push is needed. */
import { Command } from 'commander';
import type { Io } from '../terminal/io.ts';
import { presentPlan } from '../terminal/present-plan.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { collectFeatures, jsonOption, logOption } from './options.ts';

interface PlanOptions {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly branch?: string;
  readonly notes?: true;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

export function planCommand(io: Io): Command {
  return new Command('plan')
    .description('Show what a release of this commit would do, and why. Needs no right to push and changes nothing.')
    .option('--only <features>', 'plan these features and no other', collectFeatures)
    .option('--except <features>', 'leave these features out', collectFeatures)
    .option('--branch <name>', 'plan as if this commit were merged into that release branch; it needs not be pushed')
    .option('--notes', 'write the release notes, too')
    .addOption(jsonOption())
    .addOption(logOption())
    .action(async ({ only, except, branch, notes, json, log }: PlanOptions) => {
      const { repository } = await openWorkspace(io, { log: createTalk(io, log), purpose: branch ? 'preview' : 'plan', branch });
      try {
        const plan = await repository.plan({ only, except, notes });
        io.stdout(json ? `${JSON.stringify(plan, undefined, 2)}\n` : presentPlan(plan, { colour: io.colour }));
      } finally {
        await repository.close();
      }
    });
}
