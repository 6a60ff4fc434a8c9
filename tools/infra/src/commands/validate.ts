/** `nx validate infra`: the template of the last synthesis against AWS's schemas and rules. Needs no network. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validateTemplates } from '../validate-template.ts';
import { runCommand } from './context.ts';
import { synthesiseChecked, templateFile } from './synthesise-checked.ts';

await runCommand(async (context) => {
  const path = join(context.folder, templateFile);
  if (!existsSync(path)) synthesiseChecked(context);
  const [found = []] = validateTemplates([path]);
  for (const { severity, ruleId, entity, propertyPath, message } of found) {
    context.say(`${severity} ${ruleId} ${entity?.logicalId ?? ''} ${propertyPath ?? ''}: ${message}`);
  }
  context.say(`${path}: ${found.length} findings.`);
  if (found.length > 0) process.exitCode = 1;
});
