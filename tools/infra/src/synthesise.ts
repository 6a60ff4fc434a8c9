/** The stack as a CloudFormation template. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { InfraSettings } from './settings.ts';
import { addElementsStack, stackName } from './stack/elements-stack.ts';
import type { Template } from './template.ts';

/** Offline, in seconds; a spec shares one template. */
export function synthesise(settings: InfraSettings): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'pintag-synth-'));
  try {
    const app = makeApp(outdir);
    addElementsStack(app, settings);
    return app.synth().getStackByName(stackName).template as Template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** @param outdir folder of the cloud assembly */
export const makeApp = (outdir: string): App =>
  new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    context: {
      // Of the flags only those that change what is in the template for the better; the rest of the defaults is what CDK 2 does.
      '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
      '@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0': true,
      '@aws-cdk/core:enablePartitionLiterals': true,
    },
  });
