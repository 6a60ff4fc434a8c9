/** The template into its folder, unless cdk-nag finds what nobody has accepted; beside it, what has to guard the branches that it trusts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { branchRuleset } from '../github/branch-ruleset.ts';
import { exampleSettings } from '../settings.ts';
import { stackName } from '../stack/elements-stack.ts';
import { synthesiseInto } from '../synthesise.ts';
import type { CommandContext } from './context.ts';
import { whoIsTrusted } from './who-is-trusted.ts';

export const templateFile = `${stackName}.template.json`;
export const rulesetFile = 'ruleset.json';

export function synthesiseChecked({ settings, untrusted, folder, say }: Omit<CommandContext, 'root' | 'env'>): void {
  if (!settings) say('pintag.config.ts has no `aws`; this is the stack of the example, acme/elements.');
  const chosen = settings ?? exampleSettings;
  const { Resources } = synthesiseInto(folder, chosen, { validate: (app) => new AwsSolutionsChecks(app) });
  say(`${join(folder, templateFile)}: ${Object.keys(Resources).length} resources. cdk-nag found nothing that is not accepted in the code.`);
  writeFileSync(join(folder, rulesetFile), `${JSON.stringify(branchRuleset(chosen.releaseBranches), undefined, 2)}\n`);
  whoIsTrusted(chosen, untrusted).forEach(say);
}
