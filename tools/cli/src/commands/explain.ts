/** `pintag explain <feature>`: why a release of this commit would bring out a feature, or would not, commit by commit. */
import { checkFeatureName } from '@pintag/cdn/features';
import { Command } from 'commander';
import { commands } from '../commands.ts';
import type { Io } from '../terminal/io.ts';
import { presentExplanation } from '../terminal/present-explanation.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { jsonOption, logOption } from './options.ts';

interface ExplainOptions {
  readonly branch?: string;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const examples = `
Examples:
  pintag explain questionnaire                  each commit since its last version: what it counts as, or why it does not count
  pintag explain questionnaire --branch main    the same for commits that are not merged into main yet
  pintag explain questionnaire --json           as data (docs/explanation.schema.json)`;

export function explainCommand(io: Io): Command {
  return new Command('explain')
    .description(commands['explain']!.summary)
    .argument('<feature>', 'such as questionnaire')
    .option('--branch <name>', 'explain as if this commit were merged into that release branch; it needs not be pushed')
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', examples)
    .action(async (name: string, { branch, json, log }: ExplainOptions) => {
      const feature = checkFeatureName(name);
      const { repository } = await openWorkspace(io, { log: createTalk(io, log), purpose: branch ? 'preview' : 'plan', branch });
      try {
        const explanation = await repository.explain(feature);
        io.stdout(json ? `${JSON.stringify(explanation, undefined, 2)}\n` : presentExplanation(explanation, { colour: io.colour }));
      } finally {
        await repository.close();
      }
    });
}
