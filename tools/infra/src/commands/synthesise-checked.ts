/** The template into its folder, unless cdk-nag finds what nobody has accepted. */
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { exampleSettings } from '../settings.ts';
import { stackName } from '../stack/elements-stack.ts';
import { synthesiseInto } from '../synthesise.ts';
import type { CommandContext } from './context.ts';

export const templateFile = `${stackName}.template.json`;

export function synthesiseChecked({ settings, untrusted, folder, say }: Omit<CommandContext, 'root' | 'env'>): void {
  if (!settings) say('pintag.config.ts has no `aws`; this is the stack of the example, acme/elements.');
  const { Resources } = synthesiseInto(folder, settings ?? exampleSettings, { validate: (app) => new AwsSolutionsChecks(app) });
  say(`${join(folder, templateFile)}: ${Object.keys(Resources).length} resources. cdk-nag found nothing that is not accepted in the code.`);
  if (settings && untrusted.length > 0) {
    say(
      `Nobody may stage on ${untrusted.join(', ')}: a role trusts branches by their names. List those that exist in \`aws.releaseBranches\`.`,
    );
  }
}
