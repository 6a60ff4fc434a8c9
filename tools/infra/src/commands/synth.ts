/** `nx synth infra`: the template, checked by cdk-nag, into dist/infra. Needs no network and no account. */
import { synthesiseChecked } from './synthesise-checked.ts';
import { runCommand } from './context.ts';

await runCommand(async (context) => {
  synthesiseChecked(context);
});
