/** The stack as a CloudFormation template, and as the folder that the aws-cdk command deploys. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { stringify } from 'yaml';
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
 * @throws {PintagError} PT_AWS_SETTINGS, also when the template gets too large; {Error} a plugin found something
 */
export function synthesiseInto(folder: string, settings: InfraSettings, { validate }: SynthesiseOptions = {}): Template {
  const app = new App({ outdir: folder, analyticsReporting: false, treeMetadata: false, context: flags });
  addElementsStack(app, checkSettings(settings));
  if (validate) Validations.of(app).addPlugins(validate(app));
  const template = app.synth().getStackByName(stackName).template as Template;
  const size = templateSize(template);
  if (size > templateLimit) {
    const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;
    throw new PintagError('PT_AWS_SETTINGS', {
      problems: [
        `they make a template of ${kilobytes(size)}, of which CloudFormation takes ${kilobytes(templateLimit)}: name fewer branches or domains`,
      ],
    });
  }
  return template;
}

/** Bytes that CloudFormation takes in a request; a larger template had to be handed over in a bucket, for which an account would have to be bootstrapped. */
export const templateLimit = 50 * 1024;

/** Bytes, as the aws-cdk command sends it. */
export const templateSize = (template: Template): number => Buffer.byteLength(stringify(template, { schema: 'yaml-1.1' }));

/** Of CDK's flags those that this stack is better with; without them it makes what CDK 2.0 made. */
const flags = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
};
