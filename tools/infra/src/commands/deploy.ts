/** `nx deploy infra`: makes or changes the stack with the credentials of whoever runs it. Further arguments go to aws-cdk. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createS3Client, createS3Store } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { deployStack } from '../deploy-stack.ts';
import { runCommand } from './context.ts';
import { synthesiseChecked } from './synthesise-checked.ts';

await runCommand(async (context) => {
  if (!context.settings) {
    throw new PintagError('PT_AWS_SETTINGS', { problems: ['pintag.config.ts has no `aws`, so nobody has said what the bucket is called'] });
  }
  synthesiseChecked(context);
  await deployStack({
    ...context,
    args: process.argv.slice(2),
    openStore: ({ bucket, region }) => createS3Store({ client: createS3Client({ region }), bucket }),
    cdk: (args) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(context.root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args], {
          cwd: context.root,
          stdio: 'inherit',
          env: { ...context.env, CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' },
        });
        child.on('error', reject);
        child.on('exit', (code) => resolve(code ?? 1));
      }),
  });
});
