/** The stack as a CloudFormation template, and as the folder that the aws-cdk command deploys. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { checkSettings, type InfraSettings } from './settings.ts';
import { addElementsStack, stackName } from './stack/elements-stack.ts';
import type { Template } from './template.ts';

/**
 * Offline, in seconds; a spec shares one template.
 * @throws {PintagError} PT_AWS_SETTINGS
 */
export function synthesise(settings: InfraSettings): Template {
  const folder = mkdtempSync(join(tmpdir(), 'pintag-synth-'));
  try {
    return synthesiseInto(folder, settings);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface SynthesiseOptions {
  /** Made for the app, because a plugin walks its constructs. */
  readonly validate?: (app: App) => IPolicyValidationPlugin;
}

/**
 * @param folder becomes a cloud assembly: what `cdk --app <folder>` takes
 * @throws {PintagError} PT_AWS_SETTINGS; {Error} a plugin found something
 */
export function synthesiseInto(folder: string, settings: InfraSettings, { validate }: SynthesiseOptions = {}): Template {
  const app = new App({ outdir: folder, analyticsReporting: false, treeMetadata: false, context: flags });
  addElementsStack(app, checkSettings(settings));
  if (validate) Validations.of(app).addPlugins(validate(app));
  return app.synth().getStackByName(stackName).template as Template;
}

/** Of CDK's flags those that this stack is better with; without them it makes what CDK 2.0 made. */
const flags = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
};
