/** `pintag plan`: what a release of this commit would do. Nothing leaves the machine, and no right to push is needed. */
import { PintagError } from '@pintag/cdn/errors';
import { Command } from 'commander';
import { commands } from '../commands.ts';
import type { Io } from '../terminal/io.ts';
import { presentPlan } from '../terminal/present-plan.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { collectFeatures, edgeOption, jsonOption, logOption, summaryOption } from './options.ts';

export interface PlanOptions {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly branch?: string;
  readonly notes?: true;
  readonly forPr?: true;
  readonly base?: string;
  readonly squashTitle?: string;
  readonly build: boolean;
  readonly markdown?: true;
  readonly summary?: string;
  readonly edge?: string;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const examples = `
Examples:
  pintag plan                                 what a release of this commit would do, and why
  pintag plan --json > plan.json              the same as data (docs/plan.schema.json); pintag release --plan plan.json releases it
  pintag plan --branch main                   what merging this commit into main would release, by its commits alone
  pintag plan --for-pr --markdown             the same with sizes and script tags, for a comment on the pull request
  pintag plan --for-pr --squash-title "feat(calendar): weeks"

docs/plan.md says what is promised of the output.`;

export function planCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('plan')
    .description(commands['plan']!.summary)
    .option('--only <features>', 'plan these features and no other', collectFeatures)
    .option('--except <features>', 'leave these features out', collectFeatures)
    .option('--branch <name>', 'plan as if this commit were merged into that release branch; it needs not be pushed')
    .option('--notes', 'write the release notes, too')
    .option('--for-pr', 'say what merging this pull request would release: versions, reasons, sizes, script tags')
    .option('--base <branch>', 'of --for-pr: the branch it is merged into (default: GITHUB_BASE_REF, else the main release branch)')
    .option('--squash-title <title>', 'of --for-pr: all its commits are squashed into one with this title')
    .option('--no-build', 'of --for-pr: build nothing; sizes and integrity stay unknown')
    .option('--markdown', 'of --for-pr: print a comment for the pull request')
    .addOption(summaryOption())
    .addOption(edgeOption())
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', examples)
    .action(async (options: PlanOptions) => {
      refuseUnfit(options);
      if (options.forPr) return (await import('./plan-for-pr.ts')).planForPullRequest(io, exit, options);
      const { only, except, branch, notes, json, log } = options;
      const { repository } = await openWorkspace(io, { log: createTalk(io, log), purpose: branch ? 'preview' : 'plan', branch });
      try {
        const plan = await repository.plan({ only, except, notes });
        io.stdout(json ? `${JSON.stringify(plan, undefined, 2)}\n` : presentPlan(plan, { colour: io.colour }));
      } finally {
        await repository.close();
      }
    });
}

function refuseUnfit(options: PlanOptions): void {
  const { forPr, base, squashTitle, build, markdown, summary, edge, branch, notes, json } = options;
  const problem = forPr
    ? [
        branch !== undefined && 'The branch of a pull request is named with --base, not with --branch.',
        notes && '--notes does not go with --for-pr.',
        markdown && json && 'One of --json and --markdown can be printed.',
        squashTitle?.trim() === '' && 'The title of a squash has to say something.',
      ].find(Boolean)
    : [
        base !== undefined && '--base',
        squashTitle !== undefined && '--squash-title',
        !build && '--no-build',
        markdown && '--markdown',
        summary !== undefined && '--summary',
        edge !== undefined && '--edge',
      ]
        .filter(Boolean)
        .map((option) => `${option} goes with --for-pr.`)[0];
  if (problem) throw new PintagError('PT_USAGE', { problem });
}
